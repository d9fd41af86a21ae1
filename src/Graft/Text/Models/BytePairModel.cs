using System.Globalization;
using Graft.Text.Unicode;

namespace Graft.Text.Models;

/// <summary>
/// Byte-pair encoding (Sennrich et al. 2016): starts from single characters and always joins the neighbours whose merge
/// was learnt first, until none is left.
/// </summary>
internal sealed class BytePairModel : ITokenModel
{
    private const int DirectCharacters = 0x200, ShortWord = 64;

    private readonly BytePairOptions _options;
    private readonly Vocabulary _vocabulary;
    private readonly MergeTable _merges;
    private readonly int[] _direct = new int[DirectCharacters];
    private readonly int[]? _bytes;
    private readonly bool _plain;

    /// <summary>Creates the model.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="merges">The merges.</param>
    /// <param name="options">The settings.</param>
    public BytePairModel(Vocabulary vocabulary, MergeTable merges, BytePairOptions options)
    {
        _vocabulary = vocabulary;
        _merges = merges;
        _options = options;
        _plain = options.Prefix.Length == 0 && options.Suffix.Length == 0;
        for (int c = 0; c < DirectCharacters; c++)
        {
            _direct[c] = vocabulary.Find([(char)c]);
        }

        if (options.ByteFallback)
        {
            _bytes = ByteTokens(vocabulary);
        }
    }

    public int VocabularySize => _vocabulary.Size;

    public int? TokenToId(string token) => _vocabulary.Find(token) is >= 0 and int id ? id : null;

    public string? IdToToken(int id) => _vocabulary.Token(id);

    public void Tokenize(ReadOnlySpan<char> word, TokenSink tokens)
    {
        if (_options.IgnoreMerges && _vocabulary.Find(word) is >= 0 and int whole)
        {
            tokens.Add(whole, 0, word.Length);
            return;
        }

        int capacity = _bytes is null ? word.Length : word.Length * 3;
        Span<Symbol> symbols = capacity <= ShortWord ? stackalloc Symbol[ShortWord] : new Symbol[capacity];
        int count = Start(word, symbols);
        if (count <= ShortWord)
        {
            count = MergeShort(symbols[..count]);
        }
        else
        {
            count = MergeLong(symbols[..count]);
        }

        foreach (Symbol symbol in symbols[..count])
        {
            tokens.Add(symbol.Id, symbol.Start, symbol.End);
        }
    }

    /// <summary>The ids of the tokens for single bytes, "&lt;0x00&gt;" and so on, -1 where there is none.</summary>
    internal static int[] ByteTokens(Vocabulary vocabulary)
    {
        int[] ids = new int[256];
        for (int b = 0; b < ids.Length; b++)
        {
            ids[b] = vocabulary.Find(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>"));
        }

        return ids;
    }

    /// <summary>One symbol for each character, or for each of its bytes, or the unknown token.</summary>
    private int Start(ReadOnlySpan<char> word, Span<Symbol> symbols)
    {
        int count = 0;
        Symbol unknown = new(-1, 0, 0);
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < word.Length;)
        {
            int codePoint = CodePoints.At(word, i, out int length);
            int end = i + length;
            int id = _plain
                ? codePoint < DirectCharacters ? _direct[codePoint] : _vocabulary.Find(word[i..end])
                : _vocabulary.Find(string.Concat(i > 0 ? _options.Prefix : "", word[i..end], end == word.Length ? _options.Suffix : ""));
            if (id >= 0)
            {
                Flush(symbols);
                symbols[count++] = new Symbol(id, i, end);
            }
            else if (!TryBytes(word[i..end], utf8, out int bytes) || !AddBytes(symbols, utf8[..bytes], i, end))
            {
                AddUnknown(symbols, i, end);
            }

            i = end;
        }

        Flush(symbols);
        return count;

        void Flush(Span<Symbol> symbols)
        {
            if (unknown.Id >= 0)
            {
                symbols[count++] = unknown;
                unknown = new Symbol(-1, 0, 0);
            }
        }

        void AddUnknown(Span<Symbol> symbols, int start, int end)
        {
            if (_options.UnknownId < 0)
            {
                return; // a character that the vocabulary cannot express vanishes
            }

            if (unknown.Id >= 0 && _options.FuseUnknown)
            {
                unknown = unknown with { End = end };
                return;
            }

            Flush(symbols);
            unknown = new Symbol(_options.UnknownId, start, end);
        }

        bool AddBytes(Span<Symbol> symbols, ReadOnlySpan<byte> utf8, int start, int end)
        {
            foreach (byte b in utf8)
            {
                if (_bytes![b] < 0)
                {
                    return false;
                }
            }

            foreach (byte b in utf8)
            {
                symbols[count++] = new Symbol(_bytes![b], start, end);
            }

            return true;
        }
    }

    private bool TryBytes(ReadOnlySpan<char> character, Span<byte> utf8, out int count)
    {
        count = _bytes is null ? 0 : System.Text.Encoding.UTF8.GetBytes(character, utf8);
        return count > 0;
    }

    /// <summary>Looks through all neighbours before each merge.</summary>
    private int MergeShort(Span<Symbol> symbols)
    {
        int count = symbols.Length;
        Span<long> ranks = stackalloc long[ShortWord]; // of symbol i with i + 1: rank in the upper half, new id in the lower
        for (int i = 0; i + 1 < count; i++)
        {
            ranks[i] = _merges.Find(symbols[i].Id, symbols[i + 1].Id);
        }

        while (count > 1)
        {
            long best = long.MaxValue;
            int at = -1;
            for (int i = 0; i + 1 < count; i++)
            {
                // equal ranks: the leftmost
                if (ranks[i] < best)
                {
                    best = ranks[i];
                    at = i;
                }
            }

            if (at < 0)
            {
                break;
            }

            symbols[at] = new Symbol((int)(best & int.MaxValue), symbols[at].Start, symbols[at + 1].End);
            symbols[(at + 2)..count].CopyTo(symbols[(at + 1)..]);
            if (at + 2 < count)
            {
                ranks[(at + 2)..count].CopyTo(ranks[(at + 1)..]);
            }

            count--;
            if (at > 0)
            {
                ranks[at - 1] = _merges.Find(symbols[at - 1].Id, symbols[at].Id);
            }

            if (at + 1 < count)
            {
                ranks[at] = _merges.Find(symbols[at].Id, symbols[at + 1].Id);
            }
        }

        return count;
    }

    /// <summary>Keeps the candidates in a queue, so that long words take no quadratic time.</summary>
    private int MergeLong(Span<Symbol> symbols)
    {
        int count = symbols.Length;
        int[] next = new int[count], previous = new int[count];
        PriorityQueue<(int Left, int LeftId, int Right, int RightId, int NewId), (int Rank, int Position)> queue = new();
        for (int i = 0; i < count; i++)
        {
            next[i] = i + 1 < count ? i + 1 : -1;
            previous[i] = i - 1;
        }

        for (int i = 0; i + 1 < count; i++)
        {
            Offer(symbols, i, i + 1);
        }

        while (queue.TryDequeue(out (int Left, int LeftId, int Right, int RightId, int NewId) c, out _))
        {
            // stale where either symbol has been merged since
            if (next[c.Left] != c.Right || symbols[c.Left].Id != c.LeftId || symbols[c.Right].Id != c.RightId)
            {
                continue;
            }

            symbols[c.Left] = new Symbol(c.NewId, symbols[c.Left].Start, symbols[c.Right].End);
            symbols[c.Right] = symbols[c.Right] with { Id = -1 };
            next[c.Left] = next[c.Right];
            if (next[c.Left] >= 0)
            {
                previous[next[c.Left]] = c.Left;
                Offer(symbols, c.Left, next[c.Left]);
            }

            if (previous[c.Left] >= 0)
            {
                Offer(symbols, previous[c.Left], c.Left);
            }
        }

        int kept = 0;
        for (int i = 0; i >= 0 && i < count; i = next[i])
        {
            symbols[kept++] = symbols[i];
        }

        return kept;

        void Offer(Span<Symbol> symbols, int left, int right)
        {
            long merge = _merges.Find(symbols[left].Id, symbols[right].Id);
            if (merge != MergeTable.None)
            {
                queue.Enqueue(
                    (left, symbols[left].Id, right, symbols[right].Id, (int)(merge & int.MaxValue)), ((int)(merge >> 32), left));
            }
        }
    }

    private readonly record struct Symbol(int Id, int Start, int End);
}
