using System.CommandLine;
using Graft.Jobs;

namespace Graft.Cli.Options;

/// <summary>The options that somebody may have meant who typed one that is not there.</summary>
internal static class LikelyOptions
{
    // What other programs call it.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lr"] = "learning-rate",
        ["bs"] = "batch-size",
        ["num-epochs"] = "epochs",
        ["num-train-epochs"] = "epochs",
        ["train-batch-size"] = "batch-size",
        ["per-device-train-batch-size"] = "batch-size",
        ["per-device-eval-batch-size"] = "batch-size",
        ["gradient-accumulation-steps"] = "gradient-accumulation",
        ["lr-scheduler"] = "schedule",
        ["lr-scheduler-type"] = "schedule",
        ["warmup-steps"] = "warmup",
        ["warmup-ratio"] = "warmup",
        ["max-grad-norm"] = "max-gradient-norm",
        ["max-seq-length"] = "max-length",
        ["max-seq-len"] = "max-length",
        ["model-name-or-path"] = "model",
        ["output-dir"] = "output",
        ["out"] = "output",
        ["save-total-limit"] = "checkpoint-limit",
        ["early-stopping"] = "patience",
        ["early-stopping-patience"] = "patience",
        ["metric-for-best-model"] = "best-metric",
        ["val-split"] = "validation-fraction",
        ["test-split"] = "test-fraction",
        ["sep"] = "delimiter",
        ["separator"] = "delimiter",
        ["target-column"] = "label-column",
        ["k"] = "top-k",
        ["precision"] = "dtype",
    };

    /// <summary>The likely ones of a command.</summary>
    /// <param name="typed">What was typed, with its dashes, perhaps with "=value".</param>
    /// <param name="command">The command.</param>
    public static IReadOnlyList<string> Of(string typed, Command command)
    {
        string word = Word(typed);
        string[] names = [.. command.Options.Select(option => option.Name.TrimStart('-'))];
        IReadOnlyList<string> likely = Elsewhere.TryGetValue(word, out string? known) && names.Contains(known, StringComparer.Ordinal) ? [known] : NearestWords.Of(word, names);
        return [.. likely.Select(name => $"--{name}")];
    }

    /// <summary>Whether a command has the option that was typed.</summary>
    public static bool Has(Command command, string typed) => command.Options.Any(option => option.Name == $"--{Word(typed)}");

    private static string Word(string typed) => typed.Split('=')[0].TrimStart('-').Replace('_', '-');
}
