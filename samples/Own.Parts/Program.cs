// Parts of one's own, registered from another assembly: own-parts REVIEWS PHOTOS MODEL OUTPUT
using System.Text.Json.Nodes;
using Graft.Data;
using Graft.Data.Batching;
using Graft.Evaluation;
using Graft.Models;
using Graft.Pipelines;
using Graft.Text;
using Graft.Training;
using Graft.Vision;
using Own.Parts;

string reviews = args[0], photos = args[1], model = args[2], output = args[3];
TrainTexts(Path.Combine(output, "texts"));
TrainPhotos(Path.Combine(output, "photos"));

// A tokenizer with a normalizer of one's own, and BERT with a head of one's own.
void TrainTexts(string folder)
{
    var parts = new TokenizerParts();
    parts.RegisterNormalizer("Emoticons", _ => new EmoticonNormalizer());
    ModelRegistry registry = ModelRegistry.Default.With(new MeanHeadFamily());

    var tokenizer = Tokenizer.Load(WithEmoticons(folder + "-tokenizer"), parts);
    Console.WriteLine($"tokens: {string.Join(' ', tokenizer.Encode("Works :)").Tokens)}");

    Dataset train = Dataset.Load($"{reviews}[train[:64]]");
    Dataset test = Dataset.Load($"{reviews}[test[:64]]", new DataOptions { LabelNames = train.Labels.Names });
    using var classifier = PretrainedClassifier.Load(model, new ModelLoadOptions { Labels = train.Labels, Registry = registry });
    Console.WriteLine($"new: {string.Join(", ", classifier.Report.Missing)}");
    var trainer = new Trainer(
        classifier, new TrainingOptions { Epochs = 2, BatchSize = 16, LearningRate = 3e-4 },
        train: new EncodedTexts(train, tokenizer, maxLength: 32),
        evaluation: new EncodedTexts(test, tokenizer, maxLength: 32),
        computeMetrics: EvaluationMetrics.Compute);
    trainer.Train();
    Console.WriteLine($"accuracy on texts: {trainer.Evaluate()["accuracy"]:0.000}");
    trainer.Save(folder);

    using var pipeline = TextClassificationPipeline.Load(folder, new PipelineOptions { Registry = registry, TokenizerParts = parts });
    Console.WriteLine($"text: {pipeline.Predict("I enthusiastically recommend it :)")[0].Label}");
}

// An image processor of one's own, under a small model that is trained from nothing.
void TrainPhotos(string folder)
{
    var kinds = new ImageProcessorKinds();
    kinds.Register(GreyImageProcessor.Type, GreyImageProcessor.From);

    var processor = new GreyImageProcessor(side: 32);
    Dataset train = Dataset.Load($"{photos}[train]").Shuffle(seed: 42).Take(250);
    Dataset test = Dataset.Load($"{photos}[test]", new DataOptions { LabelNames = train.Labels.Names });
    var config = new ModelConfigFile(new JsonObject
    {
        ["model_type"] = "resnet", ["layer_type"] = "basic", ["embedding_size"] = 16, ["hidden_sizes"] = new JsonArray(16, 32), ["depths"] = new JsonArray(1, 1),
    }, "config.json");
    using var classifier = PretrainedClassifier.CreateNew(config, train.Labels, seed: 42);
    var trainer = new Trainer(
        classifier, new TrainingOptions { Epochs = 4, BatchSize = 16, LearningRate = 3e-3 },
        train: new EncodedImages(train, processor),
        evaluation: new EncodedImages(test, processor),
        computeMetrics: EvaluationMetrics.Compute);
    trainer.Train();
    Console.WriteLine($"accuracy on photos: {trainer.Evaluate()["accuracy"]:0.000}");
    trainer.Save(folder);

    using var pipeline = ImageClassificationPipeline.Load(folder, new PipelineOptions { TopK = 1, ImageProcessors = kinds });
    Console.WriteLine($"photo: {pipeline.Predict(((ImageExample)test[0]).Path!)[0].Label}");
}

// The model's tokenizer with the own normalizer before its own.
string WithEmoticons(string folder)
{
    Directory.CreateDirectory(folder);
    JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(model, "tokenizer.json")))!;
    json["normalizer"] = new JsonObject
    {
        ["type"] = "Sequence",
        ["normalizers"] = new JsonArray(new JsonObject { ["type"] = "Emoticons" }, json["normalizer"]!.DeepClone()),
    };
    File.WriteAllText(Path.Combine(folder, "tokenizer.json"), json.ToJsonString());
    File.Copy(Path.Combine(model, "tokenizer_config.json"), Path.Combine(folder, "tokenizer_config.json"), overwrite: true);
    return folder;
}
