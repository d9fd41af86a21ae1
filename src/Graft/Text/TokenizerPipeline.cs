using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Graft.Text.PreTokenizers;

namespace Graft.Text;

/// <summary>
/// The way from text to token ids: added tokens, normalizer, pre-tokenizer, model. Immutable; what changes lives in the
/// <see cref="Workspace"/> that is passed in.
/// </summary>
internal sealed record TokenizerPipeline(
    AddedVocabulary Added, INormalizer? Normalizer, IPreTokenizer? PreTokenizer, ITokenModel Model,
    PostProcessor? PostProcessor, IDecoder? Decoder)
{
    // Words that are looked up together, so that the waits for memory overlap.
    private const int PiecesAtOnce = 16;

    private readonly bool _needsAlignment = PreTokenizer is INeedsAlignment { NeedsAlignment: true };

    /// <summary>Cuts a text into tokens, which are then in <see cref="Workspace.Tokens"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="work">The buffers.</param>
    /// <param name="aligned">Whether the tokens' spans of the original are wanted.</param>
    /// <param name="enough">Cutting may stop soon after that many tokens.</param>
    public void Run(ReadOnlySpan<char> text, Workspace work, bool aligned, int enough = int.MaxValue)
    {
        work.Tokens.Truncate(0);
        work.AddedTexts.Clear();
        if (text.IsEmpty)
        {
            return;
        }

        work.Source.Set(text, aligned || _needsAlignment);
        FindAddedTokens(work);
        PreTokenizer?.PreTokenize(work.Pieces);
        Tokenize(work, aligned, enough);
    }

    private void FindAddedTokens(Workspace work)
    {
        PieceList pieces = work.Pieces;
        pieces.Clear();
        if (!Added.Raw.MayMatch(work.Source.Text))
        {
            Normalizer?.Normalize(work.Source);
            work.Source = pieces.Exchange(work.Source);
            AddNormalized(pieces, 0);
            return;
        }

        PieceList raw = work.RawPieces;
        raw.Clear();
        Added.Raw.Split(work.Source.Text, 0, raw);
        pieces.Text.Clear(work.Source.IsAligned);
        foreach (Piece piece in raw.Pieces)
        {
            int start = pieces.Text.Length;
            if (piece.TokenId >= 0)
            {
                pieces.Text.Append(work.Source, piece.Start, piece.End);
                pieces.Add(new Piece(start, pieces.Text.Length, piece.TokenId));
                continue;
            }

            work.Part.Set(work.Source, piece.Start, piece.End);
            Normalizer?.Normalize(work.Part);
            pieces.Text.Append(work.Part, 0, work.Part.Length);
            AddNormalized(pieces, start);
        }
    }

    private void AddNormalized(PieceList pieces, int start)
    {
        ReadOnlySpan<char> text = pieces.Text.Text[start..];
        if (Added.Normalized.MayMatch(text))
        {
            Added.Normalized.Split(text, start, pieces);
        }
        else if (text.Length > 0)
        {
            pieces.Add(new Piece(start, pieces.Text.Length, -1));
        }
    }

    private void Tokenize(Workspace work, bool aligned, int enough)
    {
        ReadOnlySpan<Piece> pieces = work.Pieces.Pieces;
        ReadOnlySpan<char> readable = work.Pieces.Text.Buffer;
        Span<Vector128<byte>> keys = stackalloc Vector128<byte>[PiecesAtOnce];
        for (int first = 0; first < pieces.Length && work.Tokens.Count < enough; first += PiecesAtOnce)
        {
            ReadOnlySpan<Piece> some = pieces.Slice(first, Math.Min(PiecesAtOnce, pieces.Length - first));
            for (int i = 0; i < some.Length; i++)
            {
                Piece piece = some[i];
                if (piece.End - piece.Start <= WordCache.LongestWord)
                {
                    keys[i] = work.Cache.Key(readable, piece.Start, piece.End - piece.Start);
                }
            }

            Tokenize(some, keys, work, aligned);
        }
    }

    private void Tokenize(ReadOnlySpan<Piece> pieces, ReadOnlySpan<Vector128<byte>> keys, Workspace work, bool aligned)
    {
        AlignedText text = work.Pieces.Text;
        ReadOnlySpan<char> chars = text.Text;
        TokenSink tokens = work.Tokens;
        for (int i = 0; i < pieces.Length; i++)
        {
            Piece piece = pieces[i];
            if (piece.TokenId >= 0)
            {
                if (aligned)
                {
                    work.AddedTexts.Add((tokens.Count, chars[piece.Start..piece.End].ToString()));
                }

                TextSpan span = aligned ? text.OriginalSpan(piece.Start, piece.End) : default;
                tokens.Add(piece.TokenId, span.Start, span.End);
                continue;
            }

            ReadOnlySpan<char> word = chars[piece.Start..piece.End];
            if (word.Length > WordCache.LongestWord)
            {
                Cut(word, work.Word);
                Add(tokens, work.Word.Ids, work.Word.Spans, text, piece.Start, aligned);
                continue;
            }

            ref readonly CutWord known = ref work.Cache.Find(keys[i], word);
            if (Unsafe.IsNullRef(in known))
            {
                Cut(word, work.Word);
                work.Cache.Add(word, keys[i], work.Word.Ids, work.Word.Spans);
                Add(tokens, work.Word.Ids, work.Word.Spans, text, piece.Start, aligned);
            }
            else if (!aligned && known.Count <= CutWord.NearIds)
            {
                tokens.AddIds(known);
            }
            else
            {
                Add(tokens, work.Cache.Ids(known), work.Cache.Spans(known), text, piece.Start, aligned);
            }
        }
    }

    private static void Add(
        TokenSink tokens, ReadOnlySpan<int> ids, ReadOnlySpan<TextSpan> spans, AlignedText text, int wordStart, bool aligned)
    {
        if (!aligned)
        {
            tokens.AddIds(ids);
            return;
        }

        for (int i = 0; i < ids.Length; i++)
        {
            TextSpan span = text.OriginalSpan(wordStart + spans[i].Start, wordStart + spans[i].End);
            tokens.Add(ids[i], span.Start, span.End);
        }
    }

    private void Cut(ReadOnlySpan<char> word, TokenSink sink)
    {
        sink.Truncate(0);
        Model.Tokenize(word, sink);
    }
}
