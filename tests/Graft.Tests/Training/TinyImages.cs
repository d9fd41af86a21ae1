using System.Text.Json.Nodes;
using Graft.Data.Batching;
using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Training;

/// <summary>A tiny vision transformer and images of noise to train it on, all made from seeds.</summary>
internal sealed class TinyImages : IBatchSource, IDisposable
{
    private const int Side = 8;

    public PretrainedClassifier Classifier { get; } = NewClassifier();

    public int Count => 22;

    public LabelSet Labels { get; } = new(["even", "odd"]);

    public static PretrainedClassifier NewClassifier()
    {
        var config = new JsonObject
        {
            ["model_type"] = "vit", ["hidden_size"] = 16, ["num_hidden_layers"] = 2, ["num_attention_heads"] = 2, ["intermediate_size"] = 32,
            ["image_size"] = Side, ["patch_size"] = 4, ["hidden_dropout_prob"] = 0.0, ["attention_probs_dropout_prob"] = 0.0,
        };
        return PretrainedClassifier.CreateNew(new ModelConfigFile(config, "config.json"), new LabelSet(["even", "odd"]), seed: 3);
    }

    public int CostOf(int row) => 1;

    public string OriginOf(int row) => $"row {row}";

    public float[] TargetsOf(IReadOnlyList<int> rows) => [.. rows.Select(row => row % 2f)];

    public Batch CreateBatch(IReadOnlyList<int> rows, ulong? augmentationSeed)
    {
        float[] pixels = [.. rows.SelectMany(Pixels)];
        return new Batch(
            new ImageInputs(tensor(pixels, rows.Count, 3, Side, Side).DetachFromDisposeScope()),
            tensor(rows.Select(row => row % 2L).ToArray()).DetachFromDisposeScope(), rows);
    }

    public void SaveEncoder(string folder)
    {
    }

    public void Dispose() => Classifier.Dispose();

    private static IEnumerable<float> Pixels(int row)
    {
        var random = new Graft.Tensors.SeededRandom((ulong)row);
        return Enumerable.Range(0, 3 * Side * Side).Select(_ => (float)(random.NextDouble() * 2 - 1)).ToArray();
    }
}
