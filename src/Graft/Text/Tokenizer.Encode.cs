namespace Graft.Text;

public sealed partial class Tokenizer
{
    private const int LongText = 1 << 18;

    private static readonly EncodeOptions Defaults = new();

    /// <summary>Encodes one text, or a pair.</summary>
    /// <param name="text">The text; lone surrogates count as U+FFFD.</param>
    /// <param name="textPair">The second text; an empty one is a text too.</param>
    /// <param name="options">How; the default neither truncates nor pads.</param>
    /// <exception cref="TokenizerException">The options cannot be met; see <see cref="TruncationStrategy"/>.</exception>
    public Encoding Encode(string text, string? textPair = null, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return EncodeBatch([text], textPair is null ? null : [textPair], options)[0];
    }

    /// <summary>Encodes several texts or pairs, and pads them to one length if asked to.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="textPairs">The second texts, as many as there are texts; a null entry means there is none.</param>
    /// <param name="options">How; the default neither truncates nor pads.</param>
    /// <exception cref="TokenizerException">The options cannot be met; see <see cref="TruncationStrategy"/>.</exception>
    public IReadOnlyList<Encoding> EncodeBatch(
        IReadOnlyList<string> texts, IReadOnlyList<string?>? textPairs = null, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options ??= Defaults;
        if (textPairs is not null && textPairs.Count != texts.Count)
        {
            throw new TokenizerException($"there are {texts.Count} texts, but {textPairs.Count} second ones.");
        }

        int? maxLength = options.MaxLength ?? ModelMaxLength;
        Check(options, maxLength);
        Encoding[] encodings = new Encoding[texts.Count];
        for (int i = 0; i < encodings.Length; i++)
        {
            string text = texts[i] ?? throw new TokenizerException($"text {i} of {texts.Count} is null.");
            TokenRun first = Run(text, options.ReturnOffsets);
            TokenRun? second = textPairs?[i] is { } pair ? Run(pair, options.ReturnOffsets) : null;
            encodings[i] = _builder.Build(first, second, options);
        }

        Pad(encodings, options, maxLength);
        return encodings;
    }

    /// <summary>The quickest way to ids: special tokens added, longest first truncated, no padding.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPair">The second text, or null.</param>
    /// <param name="maxLength">
    /// The largest number of tokens, special ones included. If it has not even room for these, nothing is cut, as in the
    /// public tools.
    /// </param>
    public int[] EncodeIds(string text, string? textPair, int maxLength) => EncodeIds(text, textPair, maxLength, false, out _);

    /// <summary>The same, and tells how long the encoding would be without truncation.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPair">The second text, or null.</param>
    /// <param name="maxLength">The largest number of tokens, special ones included.</param>
    /// <param name="fullLength">The number of tokens without truncation, special ones included.</param>
    public int[] EncodeIds(string text, string? textPair, int maxLength, out int fullLength) =>
        EncodeIds(text, textPair, maxLength, true, out fullLength);

    /// <summary>The numbers of tokens of a text, or a pair, that is not truncated; quicker than to encode it.</summary>
    internal TokenCounts Count(string text, string? textPair)
    {
        Workspace work = Rent();
        try
        {
            (int pieces, int unknown) = Count(text, work);
            if (textPair is not null)
            {
                (int more, int moreUnknown) = Count(textPair, work);
                (pieces, unknown) = (pieces + more, unknown + moreUnknown);
            }

            return new TokenCounts(pieces + _builder.SpecialTokens(textPair is not null), pieces, unknown);
        }
        finally
        {
            Return(work, Math.Max(text.Length, textPair?.Length ?? 0));
        }
    }

    private (int Pieces, int Unknown) Count(string text, Workspace work)
    {
        _pipeline.Run(text, work, aligned: false);
        return (work.Tokens.Count, UnknownTokenId is { } id ? work.Tokens.Ids.Count(id) : 0);
    }

    private int[] EncodeIds(string text, string? textPair, int maxLength, bool countAll, out int fullLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool pair = textPair is not null;
        int special = _builder.SpecialTokens(pair);
        int room = maxLength - special;

        // Of a single text nothing behind the cut is needed.
        int enough = !countAll && !pair && room >= 0 && TruncationSide == TruncationSide.Right ? room : int.MaxValue;
        Workspace work = Rent();
        try
        {
            _pipeline.Run(text, work, aligned: false, enough);
            int first = work.Tokens.Count;
            int[]? firstIds = null;
            if (pair)
            {
                firstIds = work.Tokens.Ids.ToArray();
                _pipeline.Run(textPair, work, aligned: false);
            }

            int? second = pair ? work.Tokens.Count : null;
            fullLength = first + (second ?? 0) + special;
            (int keepFirst, int keepSecond) = Truncation.Lengths(first, second, room, TruncationStrategy.LongestFirst);
            int[] ids = new int[keepFirst + keepSecond + special];
            int at = 0;
            foreach (TemplatePiece piece in _builder.Template(pair))
            {
                if (piece.Sequence < 0)
                {
                    foreach (int id in piece.TokenIds)
                    {
                        ids[at++] = id;
                    }

                    continue;
                }

                ReadOnlySpan<int> all = piece.Sequence == 0 && pair ? firstIds : work.Tokens.Ids;
                int keep = piece.Sequence == 0 ? keepFirst : keepSecond;
                (TruncationSide == TruncationSide.Right ? all[..keep] : all[^keep..]).CopyTo(ids.AsSpan(at));
                at += keep;
            }

            return ids;
        }
        finally
        {
            Return(work, Math.Max(text.Length, textPair?.Length ?? 0));
        }
    }

    private TokenRun Run(string text, bool aligned)
    {
        Workspace work = Rent();
        try
        {
            _pipeline.Run(text, work, aligned);
            return TokenRun.From(work, text, aligned);
        }
        finally
        {
            Return(work, text.Length);
        }
    }

    // The buffers of very long texts are not kept, nor more than there are processors for: of a moment with many callers nothing stays.
    private void Return(Workspace work, int textLength)
    {
        if (textLength > LongText)
        {
            return;
        }

        if (Interlocked.Increment(ref _idleWorkspaces) <= Environment.ProcessorCount)
        {
            _workspaces.Add(work);
        }
        else
        {
            Interlocked.Decrement(ref _idleWorkspaces);
        }
    }

    private Workspace Rent()
    {
        if (!_workspaces.TryTake(out Workspace? work))
        {
            return new Workspace();
        }

        Interlocked.Decrement(ref _idleWorkspaces);
        return work;
    }

    private static void Check(EncodeOptions options, int? maxLength)
    {
        if (options.MaxLength is < 0 || options.Stride < 0 || options.PadToMultipleOf is < 1)
        {
            throw new TokenizerException(
                $"the maximum length ({options.MaxLength}), the stride ({options.Stride}) and the multiple to pad to ({options.PadToMultipleOf}) must not be negative, and the multiple not 0.");
        }

        if (options.Truncation != TruncationStrategy.None && options.Padding != PaddingStrategy.None
            && options.PadToMultipleOf is { } multiple && maxLength % multiple is > 0)
        {
            throw new TokenizerException(
                $"texts are to be cut to {maxLength} tokens and padded to a multiple of {multiple}, which {maxLength} is not.",
                remedy: $"Choose a maximum length that is a multiple of {multiple}.");
        }
    }

    private void Pad(Encoding[] encodings, EncodeOptions options, int? maxLength)
    {
        int length = options.Padding switch
        {
            PaddingStrategy.Longest => encodings.Length == 0 ? 0 : encodings.Max(e => e.Length),
            PaddingStrategy.MaxLength => maxLength ?? 0,
            _ => 0,
        };
        if (length > 0 && options.PadToMultipleOf is { } multiple)
        {
            length = (length + multiple - 1) / multiple * multiple;
        }

        for (int i = 0; length > 0 && i < encodings.Length; i++)
        {
            encodings[i] = encodings[i].Pad(length, options.PaddingSide ?? PaddingSide);
        }
    }
}
