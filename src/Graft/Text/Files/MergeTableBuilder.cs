using Graft.Text.Models;

namespace Graft.Text.Files;

/// <summary>Turns merges of strings into merges of ids.</summary>
/// <param name="vocabulary">Holds both parts and the whole of every merge.</param>
/// <param name="prefix">What tokens within a word begin with.</param>
/// <param name="path">The file, for errors.</param>
/// <param name="place">Names the n-th place in it, for errors.</param>
internal sealed class MergeTableBuilder(Vocabulary vocabulary, string prefix, string path, Func<int, string> place)
{
    private readonly List<(int Left, int Right, int Whole)> _merges = new(32_768);
    private char[] _whole = new char[256];

    /// <summary>The number of merges so far, which is the rank of the next.</summary>
    public int Count => _merges.Count;

    /// <summary>Adds the merge of two tokens.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    /// <param name="number">Where it stands.</param>
    /// <exception cref="TokenizerException">A token is not in the vocabulary.</exception>
    public void Add(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int number)
    {
        ReadOnlySpan<char> inner = prefix.Length > 0 && right.StartsWith(prefix, StringComparison.Ordinal) ? right[prefix.Length..] : right;
        if (_whole.Length < left.Length + inner.Length)
        {
            _whole = new char[(left.Length + inner.Length) * 2];
        }

        left.CopyTo(_whole);
        inner.CopyTo(_whole.AsSpan(left.Length));
        ReadOnlySpan<char> whole = _whole.AsSpan(0, left.Length + inner.Length);
        (int leftId, int rightId, int wholeId) = (vocabulary.Find(left), vocabulary.Find(right), vocabulary.Find(whole));
        if (leftId < 0 || rightId < 0 || wholeId < 0)
        {
            throw new TokenizerException(
                $"the merge '{left} {right}' needs the token '{(leftId < 0 ? left : rightId < 0 ? right : whole)}', which is not in the vocabulary.",
                path, place(number));
        }

        _merges.Add((leftId, rightId, wholeId));
    }

    /// <summary>Adds the merge of "left right".</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">Where it stands.</param>
    /// <exception cref="TokenizerException">These are not two tokens, or one is not in the vocabulary.</exception>
    public void AddLine(ReadOnlySpan<char> line, int number)
    {
        int blank = line.IndexOf(' ');
        if (blank <= 0 || blank + 1 >= line.Length || line[(blank + 1)..].Contains(' '))
        {
            throw new TokenizerException($"'{line}' is not two tokens with a blank between them.", path, place(number));
        }

        Add(line[..blank], line[(blank + 1)..], number);
    }

    /// <summary>The table of all merges.</summary>
    public MergeTable Build()
    {
        MergeTable table = new(_merges.Count);
        for (int rank = 0; rank < _merges.Count; rank++)
        {
            (int left, int right, int whole) = _merges[rank];
            table.Add(left, right, rank, whole);
        }

        return table;
    }
}
