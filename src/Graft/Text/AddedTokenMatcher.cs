using System.Buffers;
using Graft.Text.Unicode;

namespace Graft.Text;

/// <summary>Finds added tokens in a text: leftmost first, and of those that begin there the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<long, int> _edges = [];   // (node, char) -> node
    private readonly List<AddedToken?> _ends = [null];    // node -> token that ends there
    private readonly SearchValues<char> _firstChars;

    /// <summary>Creates the matcher.</summary>
    /// <param name="tokens">The tokens, each with the text that is looked for.</param>
    public AddedTokenMatcher(IEnumerable<(string Pattern, AddedToken Token)> tokens)
    {
        HashSet<char> firstChars = [];
        foreach ((string pattern, AddedToken token) in tokens)
        {
            if (pattern.Length == 0)
            {
                continue;
            }

            firstChars.Add(pattern[0]);
            int node = 0;
            foreach (char c in pattern)
            {
                if (!_edges.TryGetValue(Edge(node, c), out int next))
                {
                    next = _ends.Count;
                    _ends.Add(null);
                    _edges[Edge(node, c)] = next;
                }

                node = next;
            }

            _ends[node] ??= token;
        }

        IsEmpty = firstChars.Count == 0;
        _firstChars = SearchValues.Create([.. firstChars]);
    }

    /// <summary>Whether there is nothing to find.</summary>
    public bool IsEmpty { get; }

    /// <summary>Whether any token may begin in the text: quick, and right where it says no.</summary>
    public bool MayMatch(ReadOnlySpan<char> text) => !IsEmpty && text.ContainsAny(_firstChars);

    /// <summary>Cuts a text into added tokens and what lies between them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="offset">Is added to all positions.</param>
    /// <param name="pieces">Takes the pieces.</param>
    public void Split(ReadOnlySpan<char> text, int offset, PieceList pieces)
    {
        int done = 0;
        for (int at = 0; at < text.Length;)
        {
            int skip = text[at..].IndexOfAny(_firstChars);
            if (skip < 0)
            {
                break;
            }

            at += skip;
            AddedToken? token = Longest(text[at..], out int length);
            if (token is null)
            {
                at++;
                continue;
            }

            int start = at, end = at + length;
            at = end;
            if (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))
            {
                continue;
            }

            if (token.StripsLeft)
            {
                // what an earlier token has taken stays with it
                start = Math.Max(SpaceBefore(text, start), done);
            }

            if (token.StripsRight)
            {
                end = SpaceAfter(text, end);
            }

            if (done < start)
            {
                pieces.Add(new Piece(offset + done, offset + start, -1));
            }

            pieces.Add(new Piece(offset + start, offset + end, token.Id));
            done = end;
        }

        if (done < text.Length)
        {
            pieces.Add(new Piece(offset + done, offset + text.Length, -1));
        }
    }

    private AddedToken? Longest(ReadOnlySpan<char> text, out int length)
    {
        AddedToken? found = null;
        length = 0;
        int node = 0;
        for (int i = 0; i < text.Length && _edges.TryGetValue(Edge(node, text[i]), out node); i++)
        {
            if (_ends[node] is { } token)
            {
                found = token;
                length = i + 1;
            }
        }

        return found;
    }

    private static long Edge(int node, char c) => ((long)node << 16) | c;

    private static bool EndsWithWord(ReadOnlySpan<char> text) =>
        text.Length > 0 && CodePoints.Is(CodePoints.Before(text, text.Length, out _), CodePointClasses.Word);

    private static bool StartsWithWord(ReadOnlySpan<char> text) =>
        text.Length > 0 && CodePoints.Is(CodePoints.At(text, 0, out _), CodePointClasses.Word);

    private static int SpaceBefore(ReadOnlySpan<char> text, int end)
    {
        while (end > 0 && CodePoints.IsSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static int SpaceAfter(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && CodePoints.IsSpace(text[start]))
        {
            start++;
        }

        return start;
    }
}
