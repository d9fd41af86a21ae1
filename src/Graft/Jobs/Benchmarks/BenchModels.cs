using System.Text.Json.Nodes;
using Graft.Models;

namespace Graft.Jobs.Benchmarks;

/// <summary>Configurations of <see cref="BenchModel"/>.</summary>
internal static class BenchModels
{
    /// <summary>Side of an image in pixels.</summary>
    public const int ImageSize = 224;

    /// <summary>Tokens of an image: its patches and the class token.</summary>
    public const int ImageTokens = ImageSize / PatchSize * (ImageSize / PatchSize) + 1;

    private const int PatchSize = 16;

    public static string Named(this BenchModel model) => model switch
    {
        BenchModel.BertBase => "BERT-base",
        BenchModel.Minilm => "MiniLM",
        _ => "ViT-base",
    };

    public static bool ReadsImages(this BenchModel model) => model == BenchModel.VitBase;

    public static (int Layers, int Hidden, int Inner) Sizes(this BenchModel model) => model == BenchModel.Minilm ? (6, 384, 1536) : (12, 768, 3072);

    /// <summary>Makes the model.</summary>
    /// <param name="model">Its sizes.</param>
    /// <param name="attentionDropout">False to leave attention probabilities whole.</param>
    public static PretrainedClassifier Create(this BenchModel model, bool attentionDropout)
    {
        (int layers, int hidden, int inner) = model.Sizes();
        var entries = new JsonObject
        {
            ["model_type"] = model.ReadsImages() ? "vit" : "bert",
            ["num_hidden_layers"] = layers,
            ["hidden_size"] = hidden,
            ["intermediate_size"] = inner,
            ["num_attention_heads"] = 12,
        };
        if (!attentionDropout)
        {
            entries["attention_probs_dropout_prob"] = 0.0;
        }

        return PretrainedClassifier.CreateNew(new ModelConfigFile(entries, "config.json"), LabelSet.Numbered(2), seed: 1);
    }

    /// <summary>Operations of the products of one row's part of a training step: forward once, backward twice that.</summary>
    /// <param name="model">Its sizes.</param>
    /// <param name="tokens">The row's tokens, of an image <see cref="ImageTokens"/>.</param>
    public static double StepOperations(this BenchModel model, int tokens) => 3 * model.ForwardOperations(tokens);

    /// <summary>Operations of the products of one row's forward pass.</summary>
    /// <param name="model">Its sizes.</param>
    /// <param name="tokens">The row's tokens, of an image <see cref="ImageTokens"/>.</param>
    public static double ForwardOperations(this BenchModel model, int tokens)
    {
        (int layers, int hidden, int inner) = model.Sizes();
        double linear = layers * (4.0 * hidden * hidden + 2.0 * hidden * inner), attention = 2.0 * layers * tokens * hidden;
        double patches = model.ReadsImages() ? 3.0 * PatchSize * PatchSize * hidden : 0;
        return 2 * tokens * (linear + attention + patches);
    }
}
