using System.Runtime.InteropServices;

namespace Graft.Text.Models;

/// <summary>Tokens and their ids, both ways. Filled once, then only read.</summary>
internal sealed class Vocabulary
{
    /// <summary>Ids above this are taken for damage: no vocabulary in use comes near.</summary>
    public const int LargestId = 16_777_215;

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private string?[] _tokens;

    public Vocabulary(int capacity)
    {
        _ids = new Dictionary<string, int>(capacity, StringComparer.Ordinal);
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _tokens = new string?[capacity];
    }

    /// <summary>The number of tokens.</summary>
    public int Count => _ids.Count;

    /// <summary>One more than the largest id.</summary>
    public int Size { get; private set; }

    /// <summary>All tokens with their ids.</summary>
    public IEnumerable<KeyValuePair<string, int>> Entries => _ids;

    /// <summary>Adds a token; false if the token or the id is there already.</summary>
    public bool TryAdd(string token, int id)
    {
        ref int slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, token, out bool exists);
        if (exists)
        {
            return false;
        }

        slot = id;
        if (id >= _tokens.Length)
        {
            Array.Resize(ref _tokens, Math.Max(id + 1, _tokens.Length * 2));
        }

        if (_tokens[id] is not null)
        {
            return false;
        }

        _tokens[id] = token;
        Size = Math.Max(Size, id + 1);
        return true;
    }

    /// <summary>The id of a token, or -1.</summary>
    public int Find(ReadOnlySpan<char> token) => _lookup.TryGetValue(token, out int id) ? id : -1;

    /// <summary>The token of an id, or null.</summary>
    public string? Token(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;
}
