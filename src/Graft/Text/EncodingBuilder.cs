namespace Graft.Text;

/// <summary>Makes encodings of the tokens of one text or two: truncation, special tokens, windows.</summary>
internal sealed class EncodingBuilder(Tokenizer tokenizer, PostProcessor? postProcessor)
{
    private static readonly TemplatePiece[] PlainSingle = [TemplatePiece.Text(0, 0)];
    private static readonly TemplatePiece[] PlainPair = [TemplatePiece.Text(0, 0), TemplatePiece.Text(1, 1)];

    private readonly TemplatePiece[] _single = [.. postProcessor?.Template(false) ?? PlainSingle];
    private readonly TemplatePiece[] _pair = [.. postProcessor?.Template(true) ?? PlainPair];

    /// <summary>The parts of an encoding, in order.</summary>
    public ReadOnlySpan<TemplatePiece> Template(bool pair) => pair ? _pair : _single;

    /// <summary>The number of special tokens that are added.</summary>
    public int SpecialTokens(bool pair)
    {
        int count = 0;
        foreach (TemplatePiece piece in Template(pair))
        {
            count += piece.TokenIds.Count;
        }

        return count;
    }

    /// <summary>Makes the encoding of one text or two.</summary>
    public Encoding Build(TokenRun first, TokenRun? second, EncodeOptions options)
    {
        bool pair = second is not null;
        int room = int.MaxValue;
        if (options.Truncation != TruncationStrategy.None && (options.MaxLength ?? tokenizer.ModelMaxLength) is { } maxLength)
        {
            room = maxLength - (options.AddSpecialTokens ? SpecialTokens(pair) : 0);
        }

        (int keepFirst, int keepSecond) = Truncation.Lengths(first.Ids.Length, second?.Ids.Length, room, options.Truncation);
        TruncationSide side = options.TruncationSide ?? tokenizer.TruncationSide;
        List<TextSpan> firstWindows = Truncation.Windows(first.Ids.Length, keepFirst, options.Stride, side);
        List<TextSpan> secondWindows = second is null ? [default] : Truncation.Windows(second.Ids.Length, keepSecond, options.Stride, side);

        Encoding encoding = Assemble(firstWindows[0], secondWindows[0]);
        if (options.ReturnOverflow && firstWindows.Count + secondWindows.Count > 2)
        {
            // The windows of the first text, each with all of the second; then the kept part of the first with the
            // further windows of the second.
            List<Encoding> overflow = [];
            foreach (TextSpan a in firstWindows.Skip(1))
            {
                overflow.AddRange(secondWindows.Select(b => Assemble(a, b)));
            }

            overflow.AddRange(secondWindows.Skip(1).Select(b => Assemble(firstWindows[0], b)));
            encoding.Overflow = overflow;
        }

        return encoding;

        Encoding Assemble(TextSpan a, TextSpan b) => this.Assemble(
            first, a, a != firstWindows[0], second, b, b != secondWindows[0], options.AddSpecialTokens);
    }

    private Encoding Assemble(
        TokenRun first, TextSpan firstWindow, bool firstOverflows, TokenRun? second, TextSpan secondWindow, bool secondOverflows,
        bool addSpecialTokens)
    {
        ReadOnlySpan<TemplatePiece> template = Template(second is not null);
        int length = 0;
        foreach (TemplatePiece piece in template)
        {
            length += piece.Sequence < 0 ? addSpecialTokens ? piece.TokenIds.Count : 0 : Length(piece.Sequence == 0 ? firstWindow : secondWindow);
        }

        bool aligned = first.Spans.Length == first.Ids.Length && (second is null || second.Spans.Length == second.Ids.Length);
        int[] ids = new int[length], typeIds = new int[length], mask = new int[length], special = new int[length], sequences = new int[length];
        TextSpan[] offsets = aligned ? new TextSpan[length] : [], utf16Offsets = aligned ? new TextSpan[length] : [];
        string?[]? addedTexts = first.AddedTexts is null && second?.AddedTexts is null ? null : new string?[length];
        Array.Fill(mask, 1);
        int at = 0;
        foreach (TemplatePiece piece in template)
        {
            int count, typeId = piece.TypeId;
            if (piece.Sequence < 0)
            {
                count = addSpecialTokens ? piece.TokenIds.Count : 0;
                for (int i = 0; i < count; i++)
                {
                    ids[at + i] = piece.TokenIds[i];
                    special[at + i] = 1;
                    sequences[at + i] = -1;
                }
            }
            else
            {
                TokenRun run = piece.Sequence == 0 ? first : second!;
                TextSpan window = piece.Sequence == 0 ? firstWindow : secondWindow;
                count = Length(window);
                typeId = (piece.Sequence == 0 ? firstOverflows : secondOverflows) ? piece.OverflowTypeId : typeId;
                run.Ids.AsSpan(window.Start, count).CopyTo(ids.AsSpan(at));
                run.AddedTexts?.AsSpan(window.Start, count).CopyTo(addedTexts.AsSpan(at));
                sequences.AsSpan(at, count).Fill(piece.Sequence);
                if (aligned)
                {
                    PlaceOffsets(run, window, offsets.AsSpan(at, count), utf16Offsets.AsSpan(at, count));
                }
            }

            typeIds.AsSpan(at, count).Fill(typeId);
            at += count;
        }

        return new Encoding(tokenizer, ids, typeIds, mask, special, sequences, offsets, utf16Offsets, addedTexts);
    }

    private void PlaceOffsets(TokenRun run, TextSpan window, Span<TextSpan> offsets, Span<TextSpan> utf16Offsets)
    {
        for (int i = 0; i < offsets.Length; i++)
        {
            utf16Offsets[i] = run.Spans[window.Start + i];
            offsets[i] = run.Positions.ToCodePoints(utf16Offsets[i]);
        }

        if (postProcessor is not { AdjustsSpans: true })
        {
            return;
        }

        string[] tokens = new string[offsets.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = run.AddedTexts?[window.Start + i] ?? tokenizer.IdToToken(run.Ids[window.Start + i]) ?? "";
        }

        postProcessor.AdjustSpans(tokens, offsets);
        for (int i = 0; i < offsets.Length; i++)
        {
            utf16Offsets[i] = run.Positions.ToChars(offsets[i]);
        }
    }

    private static int Length(TextSpan window) => window.End - window.Start;
}
