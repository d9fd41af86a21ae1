using System.Numerics;

namespace Graft.Text.Models;

/// <summary>Finds all tokens that a text begins with. Edges lie in one open-addressed table; filled once.</summary>
internal sealed class PieceTrie
{
    private const int RootFanOut = 0x10000;

    private readonly int[] _root = new int[RootFanOut]; // first char -> node, 0 = none
    private ulong[] _keys = new ulong[1 << 12];         // node and char, 0 = free
    private int[] _nodes = new int[1 << 12];
    private int[] _tokens = new int[1 << 10];           // node -> 1 + id of the token that ends there, 0 = none
    private int _edgeCount, _nodeCount = 1, _shift = 64 - 12;

    /// <summary>Adds a token, not empty.</summary>
    public void Add(string token, int id)
    {
        int node = _root[token[0]];
        if (node == 0)
        {
            node = _root[token[0]] = NewNode();
        }

        for (int i = 1; i < token.Length; i++)
        {
            ulong key = Key(node, token[i]);
            int slot = Slot(key);
            if (_keys[slot] == 0)
            {
                if (_edgeCount * 2 >= _keys.Length)
                {
                    Grow();
                    slot = Slot(key);
                }

                _keys[slot] = key;
                _nodes[slot] = NewNode();
                _edgeCount++;
            }

            node = _nodes[slot];
        }

        _tokens[node] = id + 1;
    }

    /// <summary>The node of a first char, or 0.</summary>
    public int First(char c) => _root[c];

    /// <summary>The node behind an edge, or 0.</summary>
    public int Next(int node, char c)
    {
        int slot = Slot(Key(node, c));
        return _keys[slot] == 0 ? 0 : _nodes[slot];
    }

    /// <summary>The id of the token that ends at a node, or -1.</summary>
    public int Token(int node) => _tokens[node] - 1;

    private static ulong Key(int node, char c) => ((ulong)(uint)node << 16) | c;

    private int NewNode()
    {
        if (_nodeCount == _tokens.Length)
        {
            Array.Resize(ref _tokens, _nodeCount * 2);
        }

        return _nodeCount++;
    }

    private int Slot(ulong key)
    {
        int slot = (int)((key * 0x9E3779B97F4A7C15UL) >> _shift);
        while (_keys[slot] != 0 && _keys[slot] != key)
        {
            slot = (slot + 1) & (_keys.Length - 1);
        }

        return slot;
    }

    private void Grow()
    {
        (ulong[] keys, int[] nodes) = (_keys, _nodes);
        _keys = new ulong[keys.Length * 2];
        _nodes = new int[keys.Length * 2];
        _shift = 64 - BitOperations.Log2((uint)_keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0)
            {
                int slot = Slot(keys[i]);
                _keys[slot] = keys[i];
                _nodes[slot] = nodes[i];
            }
        }
    }
}
