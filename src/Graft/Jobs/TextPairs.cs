using Graft.Data;

namespace Graft.Jobs;

/// <summary>Pairs of texts and single texts: a model of the one answers the other too, but what it says means little.</summary>
internal static class TextPairs
{
    /// <summary>Whether a row is a pair; null for images.</summary>
    public static bool? Is(Example row) => row is TextExample text ? text.TextPair is not null : null;

    /// <summary>What is to be said where a row is of another kind than those a folder was trained on; null where it is not, or the folder does not say.</summary>
    /// <param name="folder">The trained folder.</param>
    /// <param name="row">A row.</param>
    public static string? Warning(string folder, Example row) => (RunSettingsFile.FindTextPairs(folder), Is(row)) switch
    {
        (true, false) => "The folder was trained on pairs of texts, but these are single texts: what the model says of them means little. Give a file with both texts (--text-column, --text-pair-column).",
        (false, true) => "The folder was trained on single texts, but these are pairs: what the model says of them means little. Give texts, or a file with one column of texts.",
        _ => null,
    };
}
