using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Graft.Data.Batching;
using Graft.Models;

namespace Graft.Training;

/// <summary>What must be the same for a run to go on where it stopped, each item with its name.</summary>
internal static class RunFingerprint
{
    /// <summary>The items.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="rows">The rows to train on.</param>
    /// <param name="evaluation">The rows that decide which weights are best, or null.</param>
    /// <param name="options">The user's choices.</param>
    /// <param name="totalSteps">Optimizer steps of the whole run.</param>
    public static Dictionary<string, string> Of(
        PretrainedClassifier classifier, IBatchSource rows, IBatchSource? evaluation, TrainingOptions options, int totalSteps) => new(StringComparer.Ordinal)
    {
        ["model"] = $"{classifier.Family.ModelType} {HashOf(classifier)}",
        ["rows"] = Text(rows.Count),
        ["data"] = HashOf(rows),
        ["evaluation data"] = evaluation is null ? "none" : $"{Text(evaluation.Count)} rows, {HashOf(evaluation)}",
        ["labels"] = string.Join(", ", rows.Labels.Names),
        ["batch size"] = Text(options.BatchSize),
        ["gradient accumulation"] = Text(options.GradientAccumulation),
        ["steps"] = Text(totalSteps),
        ["seed"] = Text(options.Seed),
        ["learning rate"] = Text(options.LearningRate),
        ["head learning rate"] = Text(options.HeadLearningRate ?? options.LearningRate),
        ["layer decay"] = Text(options.LayerDecay),
        ["weight decay"] = Text(options.WeightDecay),
        ["largest gradient norm"] = Text(options.MaxGradientNorm),
        ["label smoothing"] = Text(options.LabelSmoothing),
        ["class weights"] = options.ClassWeights is { } weights ? string.Join(", ", weights.Select(weight => Text(weight))) : "none",
        ["schedule"] = options.Schedule.ToString(),
        ["optimizer"] = options.Optimizer.ToString(),
        ["frozen depth"] = options.FreezeTrunk ? "trunk" : Text(options.FrozenDepth),
        ["format of products"] = options.Format.ToString(),
        ["dropout"] = Text(options.UseDropout),
        ["batch statistics"] = Text(options.UpdateBatchStatistics),
        ["augmentation"] = Text(options.Augment),
        ["grouping by length"] = Text(options.GroupByLength),
        ["evaluations"] = evaluation is null ? "none" : options.Evaluation == Cadence.Steps ? $"every {Text(options.EvaluationSteps)} steps" : options.Evaluation.ToString(),
        ["best metric"] = evaluation is null ? "none" : $"{options.BestMetric}{Direction(options)}, {(options.LoadBestAtEnd ? "kept" : "not kept")}",
        ["patience"] = options.EarlyStoppingPatience is { } patience ? Text(patience) : "none",
    };

    /// <summary>One sentence a difference.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
        [.. now.Where(item => before.GetValueOrDefault(item.Key) != item.Value)
            .Select(item => $"{item.Key}: was {before.GetValueOrDefault(item.Key) ?? "not recorded"}, is {item.Value}")];

    // Said only where it was chosen: what the name itself says is no news.
    private static string Direction(TrainingOptions options) => options.GreaterIsBetter is { } greater ? greater ? ", greatest" : ", least" : "";

    private static string Text(IConvertible value) => value.ToString(CultureInfo.InvariantCulture);

    // Targets, inputs and names of all rows: what decides order and numbers, without reading images.
    private static string HashOf(IBatchSource rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        float[] targets = rows.TargetsOf([.. Enumerable.Range(0, rows.Count)]);
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(targets.AsSpan()));
        for (int row = 0; row < rows.Count; row++)
        {
            Append(hash, $"{rows.FingerprintOf(row)} {rows.CostOf(row)} {System.IO.Path.GetFileName(rows.OriginOf(row))}\n");
        }

        return Text(hash);
    }

    // Names and shapes of the weights and the rates of dropout. Labels and what the folder says besides have no part in it.
    private static string HashOf(PretrainedClassifier classifier)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (WeightEntry entry in classifier.Model.Weights.Entries)
        {
            Append(hash, $"{entry.Name} {string.Join(',', entry.Tensor.shape)}\n");
        }

        foreach ((string name, JsonNode? value) in classifier.Config.ToJson().Where(pair => pair.Key.Contains("drop", StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Append(hash, $"{name} {value?.ToJsonString()}\n");
        }

        return Text(hash);
    }

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));

    private static string Text(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
}
