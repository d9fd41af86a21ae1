namespace Graft.Tensors;

/// <summary>How far two names are from each other, for questions like "did you mean …?".</summary>
internal static class EditDistance
{
    // Names from files may be of any length; what is compared is not.
    private const int MostLetters = 256;

    /// <summary>
    /// Letters to put in, take out, change, or swap with their neighbours (optimal string alignment); case does not count, nor
    /// what comes after 256 letters.
    /// </summary>
    public static int Between(string first, string second)
    {
        string a = first[..Math.Min(first.Length, MostLetters)].ToUpperInvariant(), b = second[..Math.Min(second.Length, MostLetters)].ToUpperInvariant();
        var table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }
}
