namespace Graft.Text.Models;

/// <summary>Pairs of tokens with the rank of their merge and the token that it makes. Open addressing; filled once.</summary>
internal sealed class MergeTable
{
    /// <summary>The answer where two tokens do not merge; larger than any other.</summary>
    public const long None = long.MaxValue;

    private readonly ulong[] _keys;   // the pair + 1, 0 = free
    private readonly long[] _values;  // rank in the upper half, new id in the lower
    private readonly int _shift;

    /// <summary>Creates a table for a number of merges.</summary>
    public MergeTable(int capacity)
    {
        int bits = Math.Max(4, System.Numerics.BitOperations.Log2((uint)Math.Max(1, capacity)) + 2);
        _keys = new ulong[1 << bits];
        _values = new long[1 << bits];
        _shift = 64 - bits;
    }

    /// <summary>Adds a merge; the first of equal pairs is replaced by the last, as in the public tools.</summary>
    public void Add(int left, int right, int rank, int newId)
    {
        int slot = Slot(Key(left, right));
        _keys[slot] = Key(left, right);
        _values[slot] = ((long)rank << 32) | (uint)newId;
    }

    /// <summary>The merge of two tokens, or <see cref="None"/>.</summary>
    public long Find(int left, int right)
    {
        int slot = Slot(Key(left, right));
        return _keys[slot] == 0 ? None : _values[slot];
    }

    private static ulong Key(int left, int right) => (((ulong)(uint)left << 32) | (uint)right) + 1;

    private int Slot(ulong key)
    {
        int slot = (int)((key * 0x9E3779B97F4A7C15UL) >> _shift);
        while (_keys[slot] != 0 && _keys[slot] != key)
        {
            slot = (slot + 1) & (_keys.Length - 1);
        }

        return slot;
    }
}
