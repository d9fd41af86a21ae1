using System.Text.Json.Nodes;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Tensors;
using Graft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Training;

/// <summary>A tiny BERT with dropout and rows to train it on, all made from seeds.</summary>
internal sealed class TinyRun : IBatchSource, IDisposable
{
    private readonly int[][] _rows;
    private readonly int[] _classes;

    public TinyRun(int rows = 22, ulong seed = 5, double dropout = 0.1)
    {
        var random = new SeededRandom(seed);
        _rows = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, 3 + random.NextInt(9)).Select(_ => 1 + random.NextInt(39)).ToArray())];

        // A rule that can be learnt: the class of the first token.
        _classes = [.. _rows.Select(row => row[0] % 2)];
        Classifier = NewClassifier(dropout);
    }

    public PretrainedClassifier Classifier { get; }

    /// <summary>Rows whose inputs were prepared, in order.</summary>
    public List<int> Prepared { get; } = [];

    public int Count => _rows.Length;

    public LabelSet Labels { get; } = new(["even", "odd"]);

    public static PretrainedClassifier NewClassifier(double dropout = 0.1)
    {
        var config = new JsonObject
        {
            ["model_type"] = "bert", ["vocab_size"] = 40, ["hidden_size"] = 16, ["num_hidden_layers"] = 2, ["num_attention_heads"] = 2,
            ["intermediate_size"] = 32, ["max_position_embeddings"] = 16, ["hidden_dropout_prob"] = dropout, ["attention_probs_dropout_prob"] = dropout,
        };
        return PretrainedClassifier.CreateNew(new ModelConfigFile(config, "config.json"), new LabelSet(["even", "odd"]), seed: 3);
    }

    public int CostOf(int row) => _rows[row].Length;

    public string OriginOf(int row) => $"row {row}";

    public float[] TargetsOf(IReadOnlyList<int> rows) => [.. rows.Select(row => (float)_classes[row])];

    public Batch CreateBatch(IReadOnlyList<int> rows, ulong? augmentationSeed)
    {
        lock (Prepared)
        {
            Prepared.AddRange(rows);
        }

        int longest = rows.Max(CostOf);
        long[] ids = [.. rows.SelectMany(row => _rows[row].Select(id => (long)id).Concat(Enumerable.Repeat(0L, longest - _rows[row].Length)))];
        long[] mask = [.. ids.Select(id => id == 0 ? 0L : 1L)];
        var inputs = new TextInputs(
            tensor(ids, rows.Count, longest).DetachFromDisposeScope(), tensor(mask, rows.Count, longest).DetachFromDisposeScope());
        return new Batch(inputs, tensor(rows.Select(row => (long)_classes[row]).ToArray()).DetachFromDisposeScope(), rows);
    }

    /// <summary>What writing tokenizer or image processor does, for tests of what goes wrong there.</summary>
    public Action<string>? Saving { get; set; }

    public void SaveEncoder(string folder) => Saving?.Invoke(folder);

    public void Dispose() => Classifier.Dispose();

    /// <summary>All weights, one after the other.</summary>
    public static float[] WeightsOf(PretrainedClassifier classifier) =>
        [.. classifier.Model.Weights.Entries.SelectMany(entry => entry.Tensor.Floats().ToArray())];
}
