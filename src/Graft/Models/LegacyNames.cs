namespace Graft.Models;

/// <summary>Names of tensors in old files that hold for more than one family.</summary>
internal static class LegacyNames
{
    /// <summary>Files from before 2019 call a norm's scale and shift gamma and beta.</summary>
    public static string CurrentNorm(string nameInFile) =>
        nameInFile.EndsWith("LayerNorm.gamma", StringComparison.Ordinal) ? nameInFile[..^"gamma".Length] + "weight"
        : nameInFile.EndsWith("LayerNorm.beta", StringComparison.Ordinal) ? nameInFile[..^"beta".Length] + "bias"
        : nameInFile;

    /// <summary>True for the position numbers that older files store beside the embeddings.</summary>
    public static bool IsPositionNumbers(string nameInFile) =>
        nameInFile.EndsWith("embeddings.position_ids", StringComparison.Ordinal);
}
