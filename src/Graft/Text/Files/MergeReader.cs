using Graft.Text.Models;

namespace Graft.Text.Files;

/// <summary>Turns merges of strings into merges of ids.</summary>
internal static class MergeReader
{
    /// <summary>Builds the table.</summary>
    /// <param name="vocabulary">Holds both parts and the whole of every merge.</param>
    /// <param name="merges">The merges, the first learnt first.</param>
    /// <param name="prefix">What tokens within a word begin with.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="place">Where the n-th merge stands, for errors.</param>
    /// <exception cref="TokenizerException">A merge names a token that is not in the vocabulary.</exception>
    public static MergeTable Table(
        Vocabulary vocabulary, IReadOnlyList<(string Left, string Right)> merges, string prefix, string path, Func<int, string> place)
    {
        MergeTable table = new(merges.Count);
        for (int i = 0; i < merges.Count; i++)
        {
            (string left, string right) = merges[i];
            string inner = prefix.Length > 0 && right.StartsWith(prefix, StringComparison.Ordinal) ? right[prefix.Length..] : right;
            table.Add(Require(left, i), Require(right, i), i, Require(left + inner, i));
        }

        return table;

        int Require(string token, int i) => vocabulary.Find(token) is >= 0 and int id
            ? id
            : throw new TokenizerException(
                $"the merge '{merges[i].Left} {merges[i].Right}' needs the token '{token}', which is not in the vocabulary.", path, place(i));
    }
}
