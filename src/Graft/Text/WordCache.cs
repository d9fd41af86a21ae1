using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Text;

/// <summary>
/// Remembers how words were cut, so that the model sees each only once in a while. Belongs to one thread at a time.
/// A full cache starts over: what is frequent is back soon.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words, in chars, are not remembered.</summary>
    public const int LongestWord = 48;

    private const int FewestSlots = 1 << 12, MostSlots = 1 << 16, MostProbes = 16;

    private CutWord[] _entries = new CutWord[FewestSlots];
    private int _shift = 64 - BitOperations.Log2(FewestSlots);
    private char[] _chars = new char[1 << 12];
    private int[] _ids = new int[1 << 12];
    private TextSpan[] _spans = new TextSpan[1 << 12];
    private int _words, _charCount, _idCount;

    /// <summary>Gets ready to look a word up: reads its key, and has the processor fetch its place meanwhile.</summary>
    /// <param name="text">The text that the word stands in; what follows the word is read, but does not count.</param>
    /// <param name="start">The word's first char.</param>
    /// <param name="length">Its length, 1..<see cref="LongestWord"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe Vector128<byte> Key(ReadOnlySpan<char> text, int start, int length)
    {
        if (!WordKey.TryRead(text, start, length, out Vector128<byte> key))
        {
            // No ASCII word has such a key. The chars are compared as well.
            key = Vector128.Create(TextHash.Of(text.Slice(start, length)), ulong.MaxValue).AsByte();
        }

        if (Sse.IsSupported)
        {
            // Nothing is read: an address out of date does no harm.
            ref CutWord place = ref _entries[(int)(WordKey.Hash(key) >> _shift)];
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
        }

        return key;
    }

    /// <summary>Looks a word up.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="word">The word.</param>
    /// <returns>How it was cut, or a reference to nothing. Holds until the next word is added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly CutWord Find(Vector128<byte> key, ReadOnlySpan<char> word)
    {
        CutWord[] entries = _entries;
        int mask = entries.Length - 1;
        int slot = (int)(WordKey.Hash(key) >> _shift);
        for (int probe = 0; probe < MostProbes; probe++)
        {
            ref CutWord entry = ref entries[(slot + probe) & mask];
            if (entry.Key == key && entry.Length == word.Length && (entry.Chars < 0 || IsSame(entry, word)))
            {
                return ref entry;
            }

            if (entry.Length == 0)
            {
                break;
            }
        }

        return ref Unsafe.NullRef<CutWord>();
    }

    /// <summary>All tokens of a word that was found.</summary>
    public ReadOnlySpan<int> Ids(in CutWord word) => _ids.AsSpan(word.First, word.Count);

    /// <summary>The ranges of its tokens in the word.</summary>
    public ReadOnlySpan<TextSpan> Spans(in CutWord word) => _spans.AsSpan(word.First, word.Count);

    /// <summary>Remembers a word.</summary>
    public void Add(ReadOnlySpan<char> word, Vector128<byte> key, ReadOnlySpan<int> ids, ReadOnlySpan<TextSpan> spans)
    {
        if (_words * 2 >= _entries.Length)
        {
            MakeRoom();
        }

        var entry = new CutWord { Key = key, Chars = -1, First = _idCount, Length = (ushort)word.Length, Count = (ushort)ids.Length };
        if (IsHashed(key))
        {
            entry.Chars = _charCount;
            if (_charCount + word.Length > _chars.Length)
            {
                Array.Resize(ref _chars, _chars.Length * 2);
            }

            word.CopyTo(_chars.AsSpan(_charCount));
            _charCount += word.Length;
        }

        if (_idCount + ids.Length > _ids.Length)
        {
            int size = (int)BitOperations.RoundUpToPowerOf2((uint)(_idCount + ids.Length));
            Array.Resize(ref _ids, size);
            Array.Resize(ref _spans, size);
        }

        ids[..Math.Min(ids.Length, CutWord.NearIds)].CopyTo(entry.Near);
        ids.CopyTo(_ids.AsSpan(_idCount));
        spans.CopyTo(_spans.AsSpan(_idCount));
        _idCount += ids.Length;
        Insert(entry);
        _words++;
    }

    private static bool IsHashed(Vector128<byte> key) => key.AsUInt64()[1] == ulong.MaxValue;

    private bool IsSame(in CutWord entry, ReadOnlySpan<char> word) => _chars.AsSpan(entry.Chars, word.Length).SequenceEqual(word);

    private void Insert(in CutWord entry)
    {
        int slot = (int)(WordKey.Hash(entry.Key) >> _shift);
        for (int probe = 0; probe < MostProbes; probe++)
        {
            ref CutWord free = ref _entries[(slot + probe) & (_entries.Length - 1)];
            if (free.Length == 0)
            {
                free = entry;
                return;
            }
        }
    }

    private void MakeRoom()
    {
        if (_entries.Length == MostSlots)
        {
            Array.Clear(_entries);
            _words = _charCount = _idCount = 0;
            return;
        }

        CutWord[] old = _entries;
        _entries = new CutWord[old.Length * 4];
        _shift -= 2;
        foreach (ref readonly CutWord entry in old.AsSpan())
        {
            if (entry.Length > 0)
            {
                Insert(entry);
            }
        }
    }
}
