using Graft.Models;
using static TorchSharp.torch;

namespace Graft.Export;

/// <summary>Batches of random tokens: single rows and three at once, odd lengths, padding.</summary>
/// <param name="vocabulary">Tokens that there are.</param>
/// <param name="paddingId">The token at padding, which is drawn nowhere else.</param>
/// <param name="tokenTypes">Token types that there are; 0 draws none. Of a single one callers may name another, which counts for nothing.</param>
/// <param name="maxTokens">The longest row that the model takes; null for no limit.</param>
internal sealed class TextCases(int vocabulary, int paddingId, int tokenTypes, int? maxTokens)
{
    // Longer than the windows of families whose attention is local.
    private const int Longest = 257;

    /// <summary>The batches.</summary>
    public IReadOnlyList<ExportCase> Create()
    {
        int most = Math.Min(Longest, maxTokens ?? Longest), odd = most % 2 == 0 ? most - 1 : most;
        int[][] batches = [[1], [7], [13, 8, 3], [odd], [odd, odd / 2, 5]];
        return [.. batches.Select((lengths, i) => Case([.. lengths.Select(length => Math.Clamp(length, 1, most))], seed: i))];
    }

    private ExportCase Case(int[] lengths, int seed)
    {
        string name = lengths.Length == 1
            ? $"1 row of {lengths[0]} {(lengths[0] == 1 ? "token" : "tokens")}"
            : $"{lengths.Length} rows of {string.Join(", ", lengths)} tokens, padded to {lengths.Max()}";
        return new ExportCase(name, () => Batch(lengths, seed));
    }

    private TextInputs Batch(int[] lengths, int seed)
    {
        int tokens = lengths.Max(), padding = Math.Min(paddingId, vocabulary - 1);
        var random = new Random(seed);
        long[,] ids = new long[lengths.Length, tokens], mask = new long[lengths.Length, tokens], types = new long[lengths.Length, tokens];
        for (int row = 0; row < lengths.Length; row++)
        {
            for (int i = 0; i < tokens; i++)
            {
                bool isToken = i < lengths[row];
                ids[row, i] = isToken ? Draw(random, padding) : padding;
                mask[row, i] = isToken ? 1 : 0;
                types[row, i] = isToken && tokenTypes > 0 ? random.Next(Math.Max(tokenTypes, 2)) : 0;
            }
        }

        return new TextInputs(tensor(ids), tensor(mask), tensor(types));
    }

    // Any token but padding, where there is another one.
    private int Draw(Random random, int padding)
    {
        if (vocabulary == 1)
        {
            return 0;
        }

        int token = random.Next(vocabulary - 1);
        return token < padding ? token : token + 1;
    }
}
