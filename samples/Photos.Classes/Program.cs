// Fine-tunes an image classifier on photos in class folders and uses it: photos-classes DATA MODEL OUTPUT
using Graft.Data;
using Graft.Data.Batching;
using Graft.Evaluation;
using Graft.Models;
using Graft.Pipelines;
using Graft.Training;
using Graft.Vision;

string data = args[0], model = args[1], output = args[2];

Dataset train = Dataset.Load($"{data}[train]").Shuffle(seed: 42).Take(200);
Dataset test = Dataset.Load($"{data}[test]", new DataOptions { LabelNames = train.Labels.Names });

// The pretrained head knows 1,000 classes: it is dropped, and a new one for these labels is drawn.
var processor = ImageProcessor.Load(model);
using var classifier = PretrainedClassifier.Load(
    model, new ModelLoadOptions { Labels = train.Labels, IgnoreMismatchedSizes = true });
Console.WriteLine($"dropped: {string.Join(", ", classifier.Report.Mismatched.Select(tensor => tensor.Name))}");

TrainingOptions options = TrainingRecipe.ForSmallData(InputKind.Image, train.Count) with { OutputFolder = output, Epochs = 3 };
var trainer = new Trainer(
    classifier, options,
    train: new EncodedImages(train, processor),
    evaluation: new EncodedImages(test, processor),
    computeMetrics: EvaluationMetrics.Compute);

await trainer.TrainAsync();
Console.WriteLine($"accuracy: {trainer.Evaluate()["accuracy"]:0.000}");
trainer.Save(output);

using var photos = ImageClassificationPipeline.Load(output, new PipelineOptions { TopK = 3 });
foreach (LabelScore answer in photos.Predict(((ImageExample)test[0]).Path!))
{
    Console.WriteLine($"{answer.Label}: {answer.Score:0.000}");
}
