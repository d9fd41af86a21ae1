using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Graft.Data.Batching;

namespace Graft.Training;

/// <summary>What must be the same for a run to go on where it stopped, each item with its name.</summary>
internal static class RunFingerprint
{
    public static Dictionary<string, string> Of(IBatchSource rows, TrainingOptions options, int totalSteps) => new(StringComparer.Ordinal)
    {
        ["rows"] = Text(rows.Count),
        ["data"] = HashOf(rows),
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
    };

    /// <summary>One sentence a difference.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
        [.. now.Where(item => before.GetValueOrDefault(item.Key) != item.Value)
            .Select(item => $"{item.Key}: was {before.GetValueOrDefault(item.Key) ?? "not recorded"}, is {item.Value}")];

    private static string Text(IConvertible value) => value.ToString(CultureInfo.InvariantCulture);

    // Targets and lengths of all rows: what decides order and loss, without reading images.
    private static string HashOf(IBatchSource rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        float[] targets = rows.TargetsOf([.. Enumerable.Range(0, rows.Count)]);
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(targets.AsSpan()));
        for (int row = 0; row < rows.Count; row++)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{rows.CostOf(row)} {System.IO.Path.GetFileName(rows.OriginOf(row))}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
