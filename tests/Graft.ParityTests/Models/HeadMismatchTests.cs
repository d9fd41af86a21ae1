using System.Text.Json;
using Graft.Layers;
using Graft.Models;
using Graft.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.ParityTests.Models;

/// <summary>What opening a folder reports when its head is missing, of another size, or of another task.</summary>
public sealed class HeadMismatchTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases
    {
        get
        {
            if (SharedFolder.FindFixture("models", "head_mismatch.json") is null)
            {
                // The test itself then says what is missing.
                return [new TheoryDataRow<string>("any")];
            }

            using JsonDocument file = Open();
            return [.. file.RootElement.GetProperty("cases").EnumerateArray()
                .Where(item => item.TryGetProperty("model_class", out _) && IsKnown(item))
                .Select(item => new TheoryDataRow<string>(item.GetProperty("case").GetString()!))];
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loading_reports_what_the_reference_reports(string name)
    {
        using JsonDocument file = Open();
        JsonElement expected = file.RootElement.GetProperty("cases").EnumerateArray().First(item => item.GetProperty("case").GetString() == name);
        string folder = SharedFolder.Fixture("models", expected.GetProperty("folder").GetString()!);
        string row = Path.GetFileName(Path.GetDirectoryName(folder))!;
        ParityTable.Begin(row, "graft");
        JsonElement arguments = expected.GetProperty("arguments");
        var options = new ModelLoadOptions
        {
            NumLabels = arguments.TryGetProperty("num_labels", out JsonElement count) ? count.GetInt32() : null,
            IgnoreMismatchedSizes = arguments.TryGetProperty("ignore_mismatched_sizes", out JsonElement ignore) && ignore.GetBoolean(),
        };
        bool isClassifier = expected.GetProperty("model_class").GetString()!.EndsWith("Classification", StringComparison.Ordinal);
        if (expected.TryGetProperty("error_type", out _))
        {
            ModelException error = Assert.Throws<ModelException>(() => Open(folder, options, isClassifier).Owner.Dispose());
            Assert.NotNull(error.Remedy);
            ParityTable.Pass(row, "graft");
            return;
        }

        (IDisposable owner, Trunk trunk, LoadReport report, LabelSet labels) = Open(folder, options, isClassifier);
        using IDisposable owned = owner;
        Assert.Equal(Names(expected, "missing_keys_in_file"), report.Missing.Order(StringComparer.Ordinal));
        Assert.Equal(Names(expected, "unexpected_keys"), report.Unused.Order(StringComparer.Ordinal));
        Assert.Equal(
            expected.GetProperty("mismatched_keys").EnumerateArray()
                .Select(item => new ShapeMismatch(item[0].GetString()!, Shape(item[1]), Shape(item[2])).ToString()).Order(StringComparer.Ordinal),
            report.Mismatched.Select(item => item.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(expected.GetProperty("config_num_labels").GetInt32(), labels.Count);
        Assert.Equal(Enumerable.Range(0, labels.Count).Select(i => expected.GetProperty("config_id2label").GetProperty($"{i}").GetString()), labels.Names);

        CompareHiddenState(row, trunk);
        ParityTable.Pass(row, "graft");
    }

    private static void CompareHiddenState(string folderName, Trunk trunk)
    {
        using var golden = new Golden(folderName);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using ModelInputs inputs = golden.Inputs("");
        var check = new TensorAssert();
        check.Close("last_hidden_state", trunk.Forward(inputs, ForwardContext.Inference).LastHiddenState, golden.Read("last_hidden_state"),
            golden.Tolerance("hidden_abs"), (inputs as TextInputs)?.AttentionMask?.unsqueeze(-1));
        check.Verify();
    }

    private static (IDisposable Owner, Trunk Trunk, LoadReport Report, LabelSet Labels) Open(string folder, ModelLoadOptions options, bool isClassifier)
    {
        if (isClassifier)
        {
            PretrainedClassifier classifier = PretrainedClassifier.Load(folder, options);
            return (classifier, classifier.Model.Trunk, classifier.Report, classifier.Labels);
        }

        PretrainedTrunk trunk = PretrainedTrunk.Load(folder, options);
        return (trunk, trunk.Model, trunk.Report, ModelConfigLabels.Read(trunk.Config));
    }

    private static JsonDocument Open() => JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Fixture("models", "head_mismatch.json")));

    private static bool IsKnown(JsonElement item) =>
        SharedFolder.FindFixture("models", item.GetProperty("folder").GetString()!) is { } folder
        && ModelRegistry.Default.ModelTypes.Contains(ModelConfigFile.Load(folder).ModelType);

    private static IEnumerable<string> Names(JsonElement item, string property) =>
        item.GetProperty(property).EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal);

    private static long[] Shape(JsonElement item) => [.. item.EnumerateArray().Select(size => size.GetInt64())];
}
