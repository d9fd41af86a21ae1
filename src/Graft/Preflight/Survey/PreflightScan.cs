using System.Collections.Concurrent;
using System.Security.Cryptography;
using Graft.Data;
using Graft.Preflight.Images;
using Graft.Preflight.Texts;
using Graft.Tensors;
using Graft.Text;
using Graft.Vision;

namespace Graft.Preflight.Survey;

/// <summary>Looks at every row once, on all cores, and keeps some hundred bytes of each.</summary>
internal sealed class PreflightScan
{
    // Of a single word punctuation may be all that matters: "C" and "C++", "5" and "-5".
    private const int LeastWords = 2;

    // Twice the side of the sketch, so that reducing twice loses nothing that counts.
    private const int LeastEdge = 64;

    private readonly Dictionary<Example, RowFacts> _facts = new(ReferenceEqualityComparer.Instance);

    /// <summary>What was seen of a row.</summary>
    public RowFacts this[Example row] => _facts[row];

    /// <summary>Looks at rows.</summary>
    /// <param name="parts">The rows; a row that is in several is looked at once.</param>
    /// <param name="tokenizer">Counts the tokens of texts; null for images.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <param name="progress">Gets, on the caller's thread, how many of how many rows were looked at, now and then; null for no one.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="TokenizerException">The tokenizer cannot express a text.</exception>
    public static PreflightScan Of(IEnumerable<Dataset> parts, Tokenizer? tokenizer, CancellationToken cancellation = default, Action<int, int>? progress = null)
    {
        var rows = new List<Example>();
        var scan = new PreflightScan();
        foreach (Example row in parts.SelectMany(part => part))
        {
            if (scan._facts.TryAdd(row, null!))
            {
                rows.Add(row);
            }
        }

        var facts = new RowFacts[rows.Count];
        int done = 0, caller = Environment.CurrentManagedThreadId;
        progress?.Invoke(done, rows.Count);

        // Small ranges, as rows differ in size; each thread keeps its buffers.
        ParallelErrors.Unwrap(() => Parallel.ForEach(
            Partitioner.Create(0, Math.Max(1, rows.Count), rangeSize: Math.Clamp(rows.Count / 64, 1, 64)),
            new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new WordFeatures(),
            (range, _, features) =>
            {
                for (int row = range.Item1; row < Math.Min(range.Item2, rows.Count); row++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    facts[row] = rows[row] is TextExample text ? Look(text, tokenizer, features) : Look((ImageExample)rows[row]);
                }

                int soFar = Interlocked.Add(ref done, Math.Min(range.Item2, rows.Count) - range.Item1);
                if (Environment.CurrentManagedThreadId == caller)
                {
                    progress?.Invoke(soFar, rows.Count);
                }

                return features;
            },
            _ => { }));
        progress?.Invoke(rows.Count, rows.Count);
        for (int row = 0; row < facts.Length; row++)
        {
            scan._facts[rows[row]] = facts[row];
        }

        return scan;
    }

    private static TextFacts Look(TextExample row, Tokenizer? tokenizer, WordFeatures features)
    {
        features.Read(row.Text, row.TextPair);
        TokenCounts tokens = tokenizer?.Count(row.Text, row.TextPair) ?? default;
        return new TextFacts
        {
            Hash = RowHashes.Of(row),
            IsEmpty = string.IsNullOrWhiteSpace(row.Text) && string.IsNullOrWhiteSpace(row.TextPair),
            Tokens = tokens.All,
            Pieces = tokens.Pieces,
            Unknown = tokens.Unknown,
            Words = features.Words,
            Garbled = Mojibake.Count(row.Text) + (row.TextPair is null ? 0 : Mojibake.Count(row.TextPair)),
            Sketch = features.Words >= LeastWords ? MinHasher.Sketch(features.Features) : null,
        };
    }

    private static ImageFacts Look(ImageExample row)
    {
        ImageHeader? header = null;
        UInt128 hash = 0;
        try
        {
            ReadOnlySpan<byte> bytes = row.ReadBytes().Span;
            hash = BitConverter.ToUInt128(SHA256.HashData(bytes));
            header = ImageDecoder.ReadHeader(bytes, row.Name);
            RgbImage image = ImageDecoder.DecodeReduced(bytes, row.Name, LeastEdge, out header);
            ImageSketch? sketch = ImageSketcher.Sketch(image);
            return new ImageFacts { Hash = hash, Header = header, Sketch = sketch, IsFlat = sketch is null };
        }
        catch (GraftException error)
        {
            return new ImageFacts { Hash = hash, Header = header, Problem = error.Message };
        }
    }
}
