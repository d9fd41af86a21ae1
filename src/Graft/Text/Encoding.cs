namespace Graft.Text;

/// <summary>One text, or a pair, as the model sees it. All lists have one entry a token, padding included.</summary>
public sealed class Encoding
{
    private readonly string?[]? _addedTexts;
    private readonly Tokenizer _tokenizer;
    private string[]? _tokens;

    internal Encoding(
        Tokenizer tokenizer, int[] ids, int[] typeIds, int[] attentionMask, int[] specialTokensMask, int[] sequenceIds,
        TextSpan[] offsets, TextSpan[] utf16Offsets, string?[]? addedTexts)
    {
        _tokenizer = tokenizer;
        Ids = ids;
        TypeIds = typeIds;
        AttentionMask = attentionMask;
        SpecialTokensMask = specialTokensMask;
        SequenceIds = sequenceIds;
        Offsets = offsets;
        Utf16Offsets = utf16Offsets;
        _addedTexts = addedTexts;
    }

    /// <summary>The number of tokens.</summary>
    public int Length => Ids.Length;

    /// <summary>The ids.</summary>
    public int[] Ids { get; }

    /// <summary>The token type ids: which of the two texts, for models that ask for it.</summary>
    public int[] TypeIds { get; }

    /// <summary>1 for tokens, 0 for padding.</summary>
    public int[] AttentionMask { get; }

    /// <summary>1 for tokens that encoding added (special tokens and padding), 0 for those of the text.</summary>
    public int[] SpecialTokensMask { get; }

    /// <summary>0 for tokens of the first text, 1 for the second, -1 for special tokens and padding.</summary>
    public int[] SequenceIds { get; }

    /// <summary>
    /// Each token's place in its text, in Unicode code points; 0..0 for special tokens. Empty if offsets were not asked for.
    /// </summary>
    public TextSpan[] Offsets { get; }

    /// <summary>The same in UTF-16 units: indices into the C# string. Empty if offsets were not asked for.</summary>
    public TextSpan[] Utf16Offsets { get; }

    /// <summary>What truncation cut off, as further windows; empty unless asked for.</summary>
    public IReadOnlyList<Encoding> Overflow { get; internal set; } = [];

    /// <summary>The tokens as strings. Added tokens appear with the white space that they took.</summary>
    public IReadOnlyList<string> Tokens
    {
        get
        {
            if (_tokens is null)
            {
                string[] tokens = new string[Ids.Length];
                for (int i = 0; i < tokens.Length; i++)
                {
                    tokens[i] = _addedTexts?[i] ?? _tokenizer.IdToToken(Ids[i]) ?? "";
                }

                _tokens = tokens;
            }

            return _tokens;
        }
    }

    /// <summary>The same encoding, windows included, with padding up to a length where it is shorter.</summary>
    internal Encoding Pad(int length, PaddingSide side)
    {
        Overflow = [.. Overflow.Select(window => window.Pad(length, side))];
        int missing = length - Length;
        if (missing <= 0)
        {
            return this;
        }

        int before = side == PaddingSide.Left ? missing : 0;
        T[] Extend<T>(T[] values, T padding)
        {
            T[] padded = new T[length];
            Array.Fill(padded, padding);
            values.CopyTo(padded, before);
            return padded;
        }

        return new Encoding(
            _tokenizer, Extend(Ids, _tokenizer.PadTokenId), Extend(TypeIds, _tokenizer.PadTokenTypeId), Extend(AttentionMask, 0),
            Extend(SpecialTokensMask, 1), Extend(SequenceIds, -1),
            Offsets.Length == 0 ? [] : Extend(Offsets, default),
            Utf16Offsets.Length == 0 ? [] : Extend(Utf16Offsets, default),
            _addedTexts is null ? null : Extend(_addedTexts, null))
        {
            Overflow = Overflow,
        };
    }
}
