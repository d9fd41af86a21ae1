using System.Numerics;
using System.Runtime.CompilerServices;

namespace Graft.Text.Models;

/// <summary>Finds all tokens that a text begins with. Edges lie in one open-addressed table; filled once.</summary>
internal sealed class PieceTrie
{
    private const int FirstChars = 0x10000, NodeBits = 24;

    private readonly int[] _root = new int[FirstChars]; // first char -> node, 0 = none
    private ulong[] _edges;                             // node (24 bits), char (16), node behind it (24); 0 = free
    private int[] _tokens;                              // node -> 1 + id of the token that ends there, 0 = none
    private int _edgeCount, _nodeCount = 1, _shift;

    /// <summary>Creates an empty trie.</summary>
    /// <param name="capacity">About how many tokens it will have.</param>
    public PieceTrie(int capacity)
    {
        _edges = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, capacity * 4))];
        _tokens = new int[Math.Max(64, capacity * 3)];
        _shift = 64 - BitOperations.Log2((uint)_edges.Length);
    }

    /// <summary>Adds a token, not empty.</summary>
    /// <returns>False if there is no room for more nodes.</returns>
    // Runs once for each token while a tokenizer loads, before tiered compilation has had its turn.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAdd(ReadOnlySpan<char> token, int id)
    {
        if (_nodeCount + token.Length >= 1 << NodeBits)
        {
            return false;
        }

        ref int root = ref _root[token[0]];
        if (root == 0)
        {
            root = NewNode();
        }

        int node = root;
        for (int i = 1; i < token.Length; i++)
        {
            ulong key = Key(node, token[i]);
            int slot = Slot(key);
            if (_edges[slot] == 0)
            {
                _edges[slot] = (key << NodeBits) | (uint)NewNode();
                node = _nodeCount - 1;
                if (++_edgeCount * 3L > _edges.Length * 2L)
                {
                    Grow();
                }

                continue;
            }

            node = Behind(slot);
        }

        _tokens[node] = id + 1;
        return true;
    }

    /// <summary>The node of a first char, or 0.</summary>
    public int First(char c) => _root[c];

    /// <summary>The node behind an edge, or 0.</summary>
    public int Next(int node, char c) => Behind(Slot(Key(node, c)));

    /// <summary>The id of the token that ends at a node, or -1.</summary>
    public int Token(int node) => _tokens[node] - 1;

    private static ulong Key(int node, char c) => ((ulong)(uint)node << 16) | c;

    private int Behind(int slot) => (int)(_edges[slot] & ((1 << NodeBits) - 1));

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
        while (_edges[slot] != 0 && _edges[slot] >> NodeBits != key)
        {
            slot = (slot + 1) & (_edges.Length - 1);
        }

        return slot;
    }

    private void Grow()
    {
        ulong[] edges = _edges;
        _edges = new ulong[edges.Length * 2];
        _shift--;
        foreach (ulong edge in edges)
        {
            if (edge != 0)
            {
                _edges[Slot(edge >> NodeBits)] = edge;
            }
        }
    }
}
