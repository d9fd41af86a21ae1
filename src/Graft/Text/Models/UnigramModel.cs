using System.Buffers;
using Graft.Text.Unicode;

namespace Graft.Text.Models;

/// <summary>
/// The unigram language model (Kudo 2018): of all ways to cut a word the one whose scores, log probabilities, add up to
/// the most (Viterbi). A character that is no token costs <see cref="UnknownPenalty"/> more than the rarest token.
/// </summary>
internal sealed class UnigramModel : ITokenModel
{
    private const double UnknownPenalty = 10;

    private readonly Vocabulary _vocabulary;
    private readonly double[] _scores;
    private readonly PieceTrie _trie;
    private readonly int _unknownId;
    private readonly double _unknownScore;
    private readonly int[]? _bytes;

    /// <summary>Creates the model.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="scores">Their log probabilities, by id.</param>
    /// <param name="unknownId">The id of the unknown token, or -1 if there is none.</param>
    /// <param name="byteFallback">Whether unknown characters become tokens of their bytes.</param>
    public UnigramModel(Vocabulary vocabulary, IReadOnlyList<double> scores, int unknownId, bool byteFallback)
    {
        _vocabulary = vocabulary;
        _scores = [.. scores];
        _unknownId = unknownId;
        _unknownScore = _scores.Min() - UnknownPenalty;
        _trie = new PieceTrie(vocabulary.Count);
        for (int id = 0; id < vocabulary.Size; id++)
        {
            if (vocabulary.Text(id) is { Length: > 0 } token && !_trie.TryAdd(token, id))
            {
                throw new TokenizerException("the vocabulary is too large: its tokens have more than 16 million characters that differ.");
            }
        }

        if (byteFallback)
        {
            _bytes = BytePairModel.ByteTokens(vocabulary);
        }
    }

    public int VocabularySize => _vocabulary.Size;

    public int? TokenToId(string token) => _vocabulary.Find(token) is >= 0 and int id ? id : null;

    public string? IdToToken(int id) => _vocabulary.Token(id);

    public void Tokenize(ReadOnlySpan<char> word, TokenSink tokens)
    {
        const int Short = 128;
        int size = word.Length + 1;
        Step[]? rented = size > Short ? ArrayPool<Step>.Shared.Rent(size) : null;
        Span<Step> steps = rented is null ? stackalloc Step[Short] : rented;
        steps = steps[..size];
        steps.Clear();
        FindBestPath(word, steps);
        int first = tokens.Count;
        for (int end = word.Length; end > 0;)
        {
            int start = steps[end].Start - 1;
            if (steps[end].Id == _unknownId)
            {
                // neighbouring unknown characters are one token
                while (start > 0 && steps[start].Id == _unknownId)
                {
                    start = steps[start].Start - 1;
                }

                AddUnknown(word, start, end, tokens);
            }
            else
            {
                tokens.Add(steps[end].Id, start, end);
            }

            end = start;
        }

        tokens.Reverse(first);
        if (rented is not null)
        {
            ArrayPool<Step>.Shared.Return(rented);
        }
    }

    private void FindBestPath(ReadOnlySpan<char> word, Span<Step> steps)
    {
        for (int start = 0; start < word.Length;)
        {
            CodePoints.At(word, start, out int length);
            double score = steps[start].Score;
            bool single = false;
            int node = _trie.First(word[start]);
            for (int end = start + 1; node != 0; end++)
            {
                int id = _trie.Token(node);
                if (id >= 0)
                {
                    Offer(ref steps[end], start, score + _scores[id], id);
                    single |= end == start + length;
                }

                if (end == word.Length)
                {
                    break;
                }

                node = _trie.Next(node, word[end]);
            }

            if (!single)
            {
                if (_unknownId < 0)
                {
                    throw new TokenizerException(
                        $"the text holds '{word.Slice(start, length)}', which the vocabulary cannot express, and it has no unknown token.");
                }

                Offer(ref steps[start + length], start, score + _unknownScore, _unknownId);
            }

            start += length;
        }
    }

    private static void Offer(ref Step step, int start, double score, int id)
    {
        if (step.Start == 0 || score > step.Score)
        {
            step = new Step(score, start + 1, id);
        }
    }

    private void AddUnknown(ReadOnlySpan<char> word, int start, int end, TokenSink tokens)
    {
        if (_bytes is not null)
        {
            byte[] utf8 = new byte[System.Text.Encoding.UTF8.GetMaxByteCount(end - start)];
            int count = System.Text.Encoding.UTF8.GetBytes(word[start..end], utf8);
            if (utf8.Take(count).All(b => _bytes[b] >= 0))
            {
                for (int i = count - 1; i >= 0; i--)
                {
                    tokens.Add(_bytes[utf8[i]], start, end);
                }

                return;
            }
        }

        tokens.Add(_unknownId, start, end);
    }

    /// <summary>The best way to a position: its score, 1 + where its last token starts (0 = none yet), that token.</summary>
    private readonly record struct Step(double Score, int Start, int Id);
}
