using Graft.Models;
using Graft.Tensors;
using Graft.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Data.Batching;

/// <summary>Texts as token ids, encoded once on all cores; batches are padded to their longest row.</summary>
public sealed class EncodedTexts : IBatchSource
{
    private readonly Dataset _dataset;
    private readonly Tokenizer _tokenizer;
    private readonly EncodedText[] _rows;

    /// <summary>Encodes a dataset.</summary>
    /// <param name="dataset">Texts, or pairs of texts, with their labels.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="maxLength">Tokens after which a text is cut, special tokens included.</param>
    /// <exception cref="DataException">The dataset holds no texts, or a text is null.</exception>
    /// <exception cref="TokenizerException">The tokenizer cannot express a text.</exception>
    public EncodedTexts(Dataset dataset, Tokenizer tokenizer, int maxLength)
    {
        if (dataset.Kind != InputKind.Text)
        {
            throw new DataException($"The dataset holds {dataset.Kind} examples, but the model reads texts.", dataset.Name,
                remedy: "Name a file of texts, or a model that reads images.");
        }

        _dataset = dataset;
        _tokenizer = tokenizer;
        MaxLength = maxLength;
        _rows = new EncodedText[dataset.Count];
        ParallelErrors.Unwrap(() => Parallel.For(0, dataset.Count, row => _rows[row] = Encode((TextExample)dataset[row], row)));
    }

    /// <summary>Tokens after which a text is cut.</summary>
    public int MaxLength { get; }

    /// <inheritdoc/>
    public int Count => _rows.Length;

    /// <inheritdoc/>
    public LabelSet Labels => _dataset.Labels;

    /// <inheritdoc/>
    public InputKind? Kind => InputKind.Text;

    /// <summary>Texts that were longer than <see cref="MaxLength"/>.</summary>
    public int CutCount => _rows.Count(row => row.WholeLength > row.Ids.Length);

    /// <inheritdoc/>
    public int CostOf(int row) => _rows[row].Ids.Length;

    /// <summary>A hash of the row's token ids (FNV-1a with 64 bits).</summary>
    public ulong FingerprintOf(int row)
    {
        ulong hash = 14695981039346656037;
        foreach (int id in _rows[row].Ids)
        {
            hash = (hash ^ (uint)id) * 1099511628211;
        }

        return hash;
    }

    /// <inheritdoc/>
    public string OriginOf(int row) => _dataset[row].Origin;

    /// <inheritdoc/>
    public float[] TargetsOf(IReadOnlyList<int> rows) => TargetValues.Of(_dataset, rows);

    /// <inheritdoc/>
    public Batch CreateBatch(IReadOnlyList<int> rows, ulong? augmentationSeed)
    {
        Native.TorchLibrary.EnsureLoaded();
        int longest = Math.Max(1, rows.Max(CostOf));
        bool isPadded = rows.Any(row => CostOf(row) < longest), hasTypes = rows.Any(row => _rows[row].TypeIds is not null);
        var ids = new long[rows.Count * longest];
        long[]? mask = isPadded ? new long[ids.Length] : null, types = hasTypes ? new long[ids.Length] : null;
        Array.Fill(ids, _tokenizer.PadTokenId);
        for (int i = 0; i < rows.Count; i++)
        {
            EncodedText row = _rows[rows[i]];
            int start = i * longest + (_tokenizer.PaddingSide == PaddingSide.Left ? longest - row.Ids.Length : 0);
            for (int j = 0; j < row.Ids.Length; j++)
            {
                ids[start + j] = row.Ids[j];
            }

            mask?.AsSpan(start, row.Ids.Length).Fill(1);
            for (int j = 0; j < row.TypeIds?.Length; j++)
            {
                types![start + j] = row.TypeIds[j];
            }
        }

        var inputs = new TextInputs(ToTensor(ids)!, ToTensor(mask), ToTensor(types));
        return new Batch(inputs, TargetValues.ToTensor(Labels, TargetsOf(rows)), rows);

        Tensor? ToTensor(long[]? values) =>
            values is null ? null : tensor(values, rows.Count, longest).DetachFromDisposeScope();
    }

    /// <summary>Writes the tokenizer's files as they were read, and beside them <see cref="MaxLength"/>, after which pipelines then cut texts.</summary>
    public void SaveEncoder(string folder)
    {
        _tokenizer.Save(folder);
        TrainedLength.Write(folder, MaxLength);
    }

    private EncodedText Encode(TextExample example, int row)
    {
        if (example.Text is null)
        {
            throw new DataException($"The text of row {row + 1:N0} is null.", example.Origin is { Length: > 0 } origin ? origin : null, remedy: "Leave it out, or give an empty text.");
        }

        int[] ids = _tokenizer.EncodeIds(example.Text, example.TextPair, MaxLength, out int wholeLength);
        if (example.TextPair is null)
        {
            return new EncodedText(ids, null, wholeLength);
        }

        var options = new EncodeOptions { MaxLength = MaxLength, Truncation = TruncationStrategy.LongestFirst };
        Encoding encoding = _tokenizer.Encode(example.Text, example.TextPair, options);
        return new EncodedText([.. encoding.Ids], _tokenizer.UsesTokenTypeIds ? [.. encoding.TypeIds] : null, wholeLength);
    }

    // WholeLength: tokens before cutting. TypeIds are null where all are zero.
    private readonly record struct EncodedText(int[] Ids, int[]? TypeIds, int WholeLength);
}
