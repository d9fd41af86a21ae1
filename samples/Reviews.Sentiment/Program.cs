// Fine-tunes a text classifier on a slice of reviews and uses it: reviews-sentiment DATA MODEL OUTPUT
using Graft.Data;
using Graft.Data.Batching;
using Graft.Evaluation;
using Graft.Models;
using Graft.Pipelines;
using Graft.Text;
using Graft.Training;

string data = args[0], model = args[1], output = args[2];

Dataset train = Dataset.Load($"{data}[train[:800]]", new DataOptions { Shuffle = true });
Dataset test = Dataset.Load($"{data}[test]", new DataOptions { LabelNames = train.Labels.Names });

var tokenizer = Tokenizer.Load(model);
using var classifier = PretrainedClassifier.Load(model, new ModelLoadOptions { Labels = train.Labels });

var options = new TrainingOptions { OutputFolder = output, Epochs = 3, BatchSize = 16, LearningRate = 1e-4, CheckpointLimit = 1 };
var trainer = new Trainer(
    classifier, options,
    train: new EncodedTexts(train, tokenizer, maxLength: 128),
    evaluation: new EncodedTexts(test, tokenizer, maxLength: 128),
    computeMetrics: EvaluationMetrics.Compute);

await trainer.TrainAsync();
Console.WriteLine($"accuracy: {trainer.Evaluate()["accuracy"]:0.000}");
trainer.Save(output);

using var sentiment = TextClassificationPipeline.Load(output);
foreach (LabelScore answer in sentiment.Predict("The battery died after two days."))
{
    Console.WriteLine($"{answer.Label}: {answer.Score:0.000}");
}
