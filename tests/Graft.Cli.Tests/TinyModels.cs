using System.Text.Json.Nodes;
using Graft.Models;
using Graft.Native;
using Graft.Tensors;

namespace Graft.Cli.Tests;

/// <summary>Model folders so small that a run takes a second.</summary>
internal static class TinyModels
{
    // Far from the usual 0.02: in so few dimensions the classes must be told apart from the start.
    private const double Deviation = 0.3;

    private const string Words = "good bad fine poor great awful the a camera battery phone is was and not very this works broke 0 1 2 3 4 5 6 7 8 9 . ,";

    /// <summary>A BERT of one layer with its vocabulary.</summary>
    public static string WriteBert(string folder, int intermediateSize = 32, int positions = 128)
    {
        string[] vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Words.Split(' ')];
        Write(folder, new JsonObject
        {
            ["model_type"] = "bert",
            ["vocab_size"] = vocabulary.Length,
            ["hidden_size"] = 16,
            ["num_hidden_layers"] = 1,
            ["num_attention_heads"] = 2,
            ["intermediate_size"] = intermediateSize,
            ["max_position_embeddings"] = positions,
            ["type_vocab_size"] = 2,
            ["hidden_dropout_prob"] = 0.0,
            ["attention_probs_dropout_prob"] = 0.0,
            ["initializer_range"] = Deviation,
        });
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), vocabulary);
        return folder;
    }

    /// <summary>A ViT of one layer for images of 16 × 16.</summary>
    public static string WriteVit(string folder)
    {
        Write(folder, new JsonObject
        {
            ["model_type"] = "vit",
            ["image_size"] = 16,
            ["patch_size"] = 8,
            ["num_channels"] = 3,
            ["hidden_size"] = 16,
            ["num_hidden_layers"] = 1,
            ["num_attention_heads"] = 2,
            ["intermediate_size"] = 32,
            ["initializer_range"] = Deviation,
        });
        File.WriteAllText(Path.Combine(folder, "preprocessor_config.json"), """
            {"image_processor_type": "ViTImageProcessor", "size": {"height": 16, "width": 16}, "do_resize": true, "do_normalize": true,
             "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
            """);
        return folder;
    }

    /// <summary>An EfficientNet of one block for images of 32 × 32.</summary>
    public static string WriteEfficientNet(string folder)
    {
        Write(folder, new JsonObject
        {
            ["model_type"] = "efficientnet",
            ["image_size"] = 32,
            ["width_coefficient"] = 1.0,
            ["depth_coefficient"] = 1.0,
            ["in_channels"] = new JsonArray(32),
            ["out_channels"] = new JsonArray(16),
            ["kernel_sizes"] = new JsonArray(3),
            ["strides"] = new JsonArray(1),
            ["num_block_repeats"] = new JsonArray(1),
            ["expand_ratios"] = new JsonArray(1),
            ["depthwise_padding"] = new JsonArray(),
            ["hidden_dim"] = 1280,
            ["initializer_range"] = Deviation,
        });
        File.WriteAllText(Path.Combine(folder, "preprocessor_config.json"), """
            {"image_processor_type": "EfficientNetImageProcessor", "size": {"height": 32, "width": 32}}
            """);
        return folder;
    }

    // With a head for other labels than the tests' data has, as a model of the hub would have.
    private static void Write(string folder, JsonObject json)
    {
        TorchLibrary.EnsureLoaded();
        var config = new ModelConfigFile(json, Path.Combine(folder, "config.json"));
        ModelFamily family = ModelRegistry.Default.FamilyOf(config);
        LabelSet labels = LabelSet.Numbered(7);
        using Classifier model = family.CreateClassifier(config, labels);
        var initializer = new WeightInitializer(Deviation, seed: 1);
        foreach (WeightEntry entry in model.Weights.Entries)
        {
            initializer.Draw(entry);
        }

        ModelSaving.Save(folder, config, family.ClassifierArchitecture, model.Weights, labels, statesProblemType: true, NumberFormat.F32);
    }
}
