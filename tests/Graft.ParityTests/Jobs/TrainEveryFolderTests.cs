using System.Text.Json;
using Graft.Data;
using Graft.Data.Batching;
using Graft.Jobs;
using Graft.Jobs.Events;
using Graft.Models;
using Graft.ParityTests.Models;
using Graft.Testing;
using Graft.Text;
using Graft.Training;
using Graft.Vision;

namespace Graft.ParityTests.Jobs;

/// <summary>`graft train` on every model folder of the fixtures, which hold neither tokenizers nor image settings.</summary>
public sealed class TrainEveryFolderTests : IDisposable
{
    private const string Column = "graft train";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("graft-every-");

    public static IEnumerable<TheoryDataRow<string>> TextFolders => Golden.Folders(model => IsReadable(model, "text"));

    public static IEnumerable<TheoryDataRow<string>> ImageFolders => Golden.Folders(model => IsReadable(model, "image"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(TextFolders))]
    public void A_text_folder_trains_and_its_saved_logits_are_those_of_the_trained_model(string name)
    {
        string model = SharedFolder.Fixture("models", name, "model");
        string data = $"{SharedFolder.Project("samples", "reviews")}[train[:64]+test[:64]]";
        IEnumerable<string> words = DatasetParts.Load(data).Train.Cast<TextExample>().SelectMany(row => row.Text.Split(' '));
        string tokenizer = WordPieceFolder.Write(Path.Combine(_folder.FullName, "tokenizer"), ModelConfigFile.Load(model), words);

        Train(name, new TrainJobOptions { Data = data, Model = model, Tokenizer = tokenizer }, out List<JobEvent> events);

        RunPlanned plan = Assert.Single(events.OfType<RunPlanned>());
        Assert.True(plan.MeanLength > 5, $"texts have {plan.MeanLength} tokens on average");
    }

    [Theory]
    [MemberData(nameof(ImageFolders))]
    public void An_image_folder_trains_and_its_saved_logits_are_those_of_the_trained_model(string name)
    {
        string model = SharedFolder.Fixture("models", name, "model");
        string data = $"{SharedFolder.Project("samples", "fashion")}[train[:64]+test[:64]]";

        string saved = Train(name, new TrainJobOptions { Data = data, DataOptions = new DataOptions { Shuffle = true }, Model = model }, out List<JobEvent> events);

        Assert.Contains(events.OfType<Noted>(), note => note.Text.Contains("has no preprocessor_config.json", StringComparison.Ordinal));
        if (ModelConfigFile.Load(model) is var config && config.Has("image_size"))
        {
            Assert.Equal((config.Int("image_size"), config.Int("image_size")), ImageProcessor.Load(saved).OutputSize);
        }
    }

    private static bool IsReadable(JsonElement model, string kind) =>
        model.GetProperty("kind").GetString() == kind
        && Directory.EnumerateFiles(SharedFolder.FindFixture("models", model.GetProperty("folder").GetString()!)!, "*.safetensors*").Any();

    private string Train(string name, TrainJobOptions options, out List<JobEvent> events)
    {
        ParityTable.Begin(name, Column);
        List<JobEvent> told = events = [];
        options = options with { Output = Path.Combine(_folder.FullName, "trained"), Epochs = 2, MaxLength = 32 };
        string saved = TrainJob.Run(options, told.Add);

        EvaluationOutput trained = Assert.Single(events.OfType<RunDone>()).TestOutput!;
        EvaluationOutput opened = Reopened(saved, options);
        Assert.Equal(64, trained.Count);
        Assert.Equal(trained.Labels, opened.Labels);
        Assert.All(trained.Logits, logit => Assert.True(float.IsFinite(logit)));
        Assert.True(trained.Logits.Distinct().Count() > trained.Labels.Count, "the logits do not depend on the rows");
        Assert.Equal(trained.Logits, opened.Logits);
        ParityTable.Pass(name, Column);
        return saved;
    }

    private static EvaluationOutput Reopened(string folder, TrainJobOptions options)
    {
        using PretrainedClassifier classifier = PretrainedClassifier.Load(folder);
        Assert.False(classifier.Report.HasNewWeights);
        Assert.Empty(classifier.Report.Unused);
        Dataset test = DatasetParts.Load(options.Data, options.DataOptions).Test!;
        IBatchSource rows = test.Kind == InputKind.Image
            ? new EncodedImages(test, ImageProcessor.Load(folder))
            : new EncodedTexts(test, Tokenizer.Load(folder), options.MaxLength!.Value);
        return new Trainer(classifier, new TrainingOptions(), train: null, rows).Predict(rows);
    }
}
