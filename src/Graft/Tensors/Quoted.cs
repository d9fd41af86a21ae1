namespace Graft.Tensors;

/// <summary>Names from files, made fit for one line of an error message.</summary>
internal static class Quoted
{
    private const int MaxLength = 120;

    /// <summary>The name in single quotes, cut at 120 characters, control characters replaced by '?'.</summary>
    public static string Name(string name)
    {
        ReadOnlySpan<char> head = name.AsSpan(0, Math.Min(name.Length, MaxLength));
        Span<char> clean = stackalloc char[MaxLength];
        for (int i = 0; i < head.Length; i++)
        {
            clean[i] = char.IsControl(head[i]) ? '?' : head[i];
        }

        return $"'{clean[..head.Length]}{(name.Length > MaxLength ? "…" : "")}'";
    }
}
