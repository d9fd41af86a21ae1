using System.Text.Json;
using Graft.Models;
using Graft.Testing;

namespace Graft.Cli.Tests;

/// <summary>`graft train` on folders that hold a model alone; Graft.ParityTests has all of them.</summary>
public sealed class TrainFixtureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("text", "reviews")]
    [InlineData("image", "fashion")]
    public void The_saved_folder_gives_the_figures_of_the_trained_model(string kind, string sample)
    {
        string data = SharedFolder.Project("samples", sample), model = ModelOf(kind);
        List<string> arguments =
        [
            "train", $"{data}[train[:64]+test[:64]]", "--shuffle", "--model", model, "--epochs", "2", "--max-length", "32", "--output", "run", "--json",
        ];
        if (kind == "text")
        {
            arguments.AddRange(["--tokenizer", WordPieceFolder.Write(_folder.At("tokenizer"), ModelConfigFile.Load(model), ["good", "bad", "the"])]);
        }

        CommandResult run = GraftCommand.Run(_folder.Path, [.. arguments]).Succeeded();
        CommandResult opened = GraftCommand.Run(_folder.Path, "evaluate", "run", $"{data}[test[:64]]", "--shuffle", "--max-length", "32", "--json").Succeeded();

        JsonElement trained = run.Json[^1].GetProperty("test"), again = opened.Json[^1].GetProperty("test");
        Assert.Equal(trained.GetProperty("accuracy").GetDouble(), again.GetProperty("accuracy").GetDouble());
        Assert.Equal(trained.GetProperty("loss").GetDouble(), again.GetProperty("loss").GetDouble());
        string[] notes = [.. run.Events("note").Select(note => note.GetProperty("text").GetString()!)];
        Assert.Equal(kind == "image", notes.Any(note => note.Contains("has no preprocessor_config.json", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_text_folder_without_a_tokenizer_says_how_to_name_one()
    {
        string data = SharedFolder.Project("samples", "reviews");
        GraftCommand.Run(_folder.Path, "train", data, "--model", ModelOf("text")).FailedWith(1, "no tokenizer", "--tokenizer FOLDER");
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void A_tokenizer_that_does_not_fit_is_refused_before_a_folder_is_made()
    {
        string model = ModelOf("text"), reviews = SharedFolder.Project("samples", "reviews");
        string larger = _folder.At("larger");
        WordPieceFolder.Write(larger, ModelConfigFile.Load(model), []);
        int size = ModelConfigFile.Load(model).Int("vocab_size");
        File.AppendAllLines(Path.Combine(larger, "vocab.txt"), Enumerable.Range(0, size).Select(i => $"word{i}"));

        GraftCommand.Run(_folder.Path, "train", reviews, "--model", model, "--tokenizer", larger, "--output", "run").FailedWith(1, $"vectors for {size}", "pretrained with");
        GraftCommand.Run(_folder.Path, "train", reviews, "--model", model, "--tokenizer", "nowhere", "--output", "run").FailedWith(1, "nowhere", "no such folder");
        GraftCommand.Run(_folder.Path, "train", SharedFolder.Project("samples", "fashion"), "--model", ModelOf("image"), "--tokenizer", larger, "--output", "run")
            .FailedWith(1, "takes no tokenizer", "--tokenizer");
        Assert.False(Directory.Exists(_folder.At("run")));
    }

    // The first of a kind.
    private static string ModelOf(string kind)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Fixture("models", "manifest.json")));
        JsonElement model = json.RootElement.GetProperty("models").EnumerateArray().First(model => model.GetProperty("kind").GetString() == kind);
        return SharedFolder.Fixture("models", model.GetProperty("folder").GetString()!);
    }
}
