using System.Numerics;

namespace Graft.Text;

/// <summary>
/// Remembers how words were cut, so that the model sees each only once in a while. Belongs to one thread at a time.
/// A full cache starts over: what is frequent is back soon.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words, in chars, are not remembered.</summary>
    public const int LongestWord = 48;

    private const int Slots = 1 << 15, MostWords = Slots / 2, MostProbes = 16;

    private Entry[] _entries = new Entry[Slots];
    private char[] _chars = new char[1 << 14];
    private int[] _ids = new int[1 << 13];
    private TextSpan[] _spans = new TextSpan[1 << 13];
    private int _words, _charCount, _idCount;

    /// <summary>Looks a word up.</summary>
    /// <param name="word">The word, not empty, at most <see cref="LongestWord"/> chars.</param>
    /// <param name="hash">Its hash, for <see cref="Add"/>.</param>
    /// <param name="ids">Its tokens.</param>
    /// <param name="spans">Their ranges in the word.</param>
    public bool TryGet(ReadOnlySpan<char> word, out uint hash, out ReadOnlySpan<int> ids, out ReadOnlySpan<TextSpan> spans)
    {
        hash = TextHash.Of(word);
        for (int probe = 0; probe < MostProbes; probe++)
        {
            ref Entry entry = ref _entries[(hash + (uint)probe) & (Slots - 1)];
            if (entry.WordLength == 0)
            {
                break;
            }

            if (entry.Hash == hash && _chars.AsSpan(entry.Word, entry.WordLength).SequenceEqual(word))
            {
                ids = _ids.AsSpan(entry.First, entry.Count);
                spans = _spans.AsSpan(entry.First, entry.Count);
                return true;
            }
        }

        ids = default;
        spans = default;
        return false;
    }

    /// <summary>Remembers a word.</summary>
    public void Add(ReadOnlySpan<char> word, uint hash, ReadOnlySpan<int> ids, ReadOnlySpan<TextSpan> spans)
    {
        if (_words == MostWords)
        {
            Array.Clear(_entries);
            _words = _charCount = _idCount = 0;
        }

        for (int probe = 0; probe < MostProbes; probe++)
        {
            ref Entry entry = ref _entries[(hash + (uint)probe) & (Slots - 1)];
            if (entry.WordLength != 0)
            {
                continue;
            }

            if (_charCount + word.Length > _chars.Length)
            {
                Array.Resize(ref _chars, _chars.Length * 2);
            }

            if (_idCount + ids.Length > _ids.Length)
            {
                int size = (int)BitOperations.RoundUpToPowerOf2((uint)(_idCount + ids.Length));
                Array.Resize(ref _ids, size);
                Array.Resize(ref _spans, size);
            }

            word.CopyTo(_chars.AsSpan(_charCount));
            ids.CopyTo(_ids.AsSpan(_idCount));
            spans.CopyTo(_spans.AsSpan(_idCount));
            entry = new Entry(hash, _charCount, _idCount, (ushort)word.Length, (ushort)ids.Length);
            _charCount += word.Length;
            _idCount += ids.Length;
            _words++;
            return;
        }
    }

    private readonly record struct Entry(uint Hash, int Word, int First, ushort WordLength, ushort Count);
}
