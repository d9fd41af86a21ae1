// A model family of one's own, registered from another assembly: own-family DATA TOKENIZER OUTPUT
using System.Text.Json.Nodes;
using Graft.Data;
using Graft.Data.Batching;
using Graft.Evaluation;
using Graft.Models;
using Graft.Pipelines;
using Graft.Text;
using Graft.Training;
using Own.Family;

string data = args[0], tokenizerFolder = args[1], output = args[2];

ModelRegistry registry = ModelRegistry.Default.With(new MeanOfWordsFamily());
Dataset train = Dataset.Load($"{data}[train]");
Dataset test = Dataset.Load($"{data}[test]", new DataOptions { LabelNames = train.Labels.Names });
var tokenizer = Tokenizer.Load(tokenizerFolder);
var config = new ModelConfigFile(
    new JsonObject { ["model_type"] = "mean_of_words", ["vocab_size"] = tokenizer.VocabularySize, ["hidden_size"] = 64 }, "config.json");

using var classifier = PretrainedClassifier.CreateNew(config, train.Labels, seed: 42, registry);
var trainer = new Trainer(
    classifier, new TrainingOptions { Epochs = 4, BatchSize = 32, LearningRate = 0.01 },
    train: new EncodedTexts(train, tokenizer, maxLength: 64),
    evaluation: new EncodedTexts(test, tokenizer, maxLength: 64),
    computeMetrics: EvaluationMetrics.Compute);
trainer.Train();
Console.WriteLine($"accuracy: {trainer.Evaluate()["accuracy"]:0.000}");
trainer.Save(output);

using var pipeline = TextClassificationPipeline.Load(output, new PipelineOptions { Registry = registry });
Console.WriteLine(pipeline.Predict("I enthusiastically recommend it.")[0].Label);
