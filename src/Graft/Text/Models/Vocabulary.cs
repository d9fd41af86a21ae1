using System.Numerics;
using System.Runtime.CompilerServices;

namespace Graft.Text.Models;

/// <summary>
/// Tokens and their ids, both ways. All tokens lie in one array of chars, and strings are made of them only when asked
/// for, so that large vocabularies load quickly. Filled once, then only read.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>Ids above this are taken for damage: no vocabulary in use comes near.</summary>
    public const int LargestId = 16_777_215;

    private char[] _chars;
    private Entry[] _entries;   // by id
    private int[] _slots;       // 1 + id by hash, 0 = free
    private string?[] _strings = [];
    private int _charCount;

    /// <summary>Creates an empty vocabulary.</summary>
    /// <param name="capacity">About how many tokens it will have.</param>
    public Vocabulary(int capacity)
    {
        _chars = new char[Math.Max(64, capacity * 7)];
        _entries = new Entry[Math.Max(4, capacity)];
        _slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, capacity * 2))];
    }

    /// <summary>The number of tokens.</summary>
    public int Count { get; private set; }

    /// <summary>One more than the largest id.</summary>
    public int Size { get; private set; }

    /// <summary>The length of the longest token, in chars.</summary>
    public int LongestToken { get; private set; }

    /// <summary>All ids that have a token.</summary>
    public IEnumerable<int> Ids => Enumerable.Range(0, Size).Where(id => _entries[id].Exists);

    /// <summary>Room for the next token, to be filled before <see cref="TryAdd(int, int)"/>.</summary>
    /// <param name="length">The largest number of chars that it may have.</param>
    public Span<char> Reserve(int length)
    {
        if (_chars.Length - _charCount < length)
        {
            Array.Resize(ref _chars, Math.Max(_chars.Length * 2, _charCount + length));
        }

        return _chars.AsSpan(_charCount, length);
    }

    /// <summary>Adds the token that was written to the room; false if the token or the id is there already.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="id">Its id, 0..<see cref="LargestId"/>.</param>
    // Runs once for each token while a tokenizer loads, before tiered compilation has had its turn.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAdd(int length, int id)
    {
        ReadOnlySpan<char> token = _chars.AsSpan(_charCount, length);
        uint hash = TextHash.Of(token);
        int slot = (int)(hash & (uint)(_slots.Length - 1));
        while (_slots[slot] != 0)
        {
            ref Entry other = ref _entries[_slots[slot] - 1];
            if (other.Hash == hash && Text(other).SequenceEqual(token))
            {
                return false;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        if (id >= _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(id + 1, _entries.Length * 2));
        }

        if (_entries[id].Exists)
        {
            return false;
        }

        _slots[slot] = id + 1;
        _entries[id] = new Entry(_charCount, length, hash, true);
        _charCount += length;
        Size = Math.Max(Size, id + 1);
        LongestToken = Math.Max(LongestToken, length);
        if (++Count * 2 > _slots.Length)
        {
            Grow();
        }

        return true;
    }

    /// <summary>Adds a token; false if the token or the id is there already.</summary>
    public bool TryAdd(ReadOnlySpan<char> token, int id)
    {
        token.CopyTo(Reserve(token.Length));
        return TryAdd(token.Length, id);
    }

    /// <summary>The id of a token, or -1.</summary>
    public int Find(ReadOnlySpan<char> token)
    {
        uint hash = TextHash.Of(token);
        int slot = (int)(hash & (uint)(_slots.Length - 1));
        for (int value; (value = _slots[slot]) != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref Entry entry = ref _entries[value - 1];
            if (entry.Hash == hash && Text(entry).SequenceEqual(token))
            {
                return value - 1;
            }
        }

        return -1;
    }

    /// <summary>The chars of an id's token; empty if it has none.</summary>
    public ReadOnlySpan<char> Text(int id) => (uint)id < (uint)Size ? Text(_entries[id]) : default;

    /// <summary>The token of an id, or null.</summary>
    public string? Token(int id)
    {
        if ((uint)id >= (uint)Size || !_entries[id].Exists)
        {
            return null;
        }

        // Two threads may make the same string: either will do.
        string?[] strings = _strings;
        if (strings.Length < Size)
        {
            _strings = strings = new string?[Size];
        }

        return strings[id] ??= Text(_entries[id]).ToString();
    }

    private ReadOnlySpan<char> Text(in Entry entry) => _chars.AsSpan(entry.Start, entry.Length);

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (int id = 0; id < Size; id++)
        {
            if (_entries[id].Exists)
            {
                int slot = (int)(_entries[id].Hash & (uint)(_slots.Length - 1));
                while (_slots[slot] != 0)
                {
                    slot = (slot + 1) & (_slots.Length - 1);
                }

                _slots[slot] = id + 1;
            }
        }
    }

    private readonly record struct Entry(int Start, int Length, uint Hash, bool Exists);
}
