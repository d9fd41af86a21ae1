using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models;

/// <summary>Tiny text models with random weights: each family, and layouts of it that published files have.</summary>
internal static class TextModelSamples
{
    public const int PaddingId = 1;
    private const int Labels = 3;
    private const int Vocabulary = 60;
    private const int FirstWord = 4;

    private static readonly Dictionary<string, string> Configs = new(StringComparer.Ordinal)
    {
        ["bert"] = Encoder("bert"),
        ["distilbert"] = """{"model_type":"distilbert","dim":16,"n_layers":2,"n_heads":2,"hidden_dim":24,"max_position_embeddings":30,"pad_token_id":1,"vocab_size":60}""",
        ["roberta"] = Encoder("roberta"),
        ["xlm-roberta"] = Encoder("xlm-roberta"),
        ["electra"] = Encoder("electra", """ "embedding_size":8 """),
        ["electra, embeddings as wide as layers"] = Encoder("electra", """ "embedding_size":16 """),
        ["albert"] = Encoder("albert", """ "embedding_size":8 """),
        ["albert, groups"] = Encoder("albert", """ "embedding_size":8,"num_hidden_layers":5,"num_hidden_groups":2,"inner_group_num":2 """),
        ["mpnet"] = Encoder("mpnet"),
        ["deberta-v2, as v3-base"] = Encoder("deberta-v2", """
            "type_vocab_size":0,"relative_attention":true,"position_buckets":4,"norm_rel_ebd":"layer_norm","share_att_key":true,
            "pos_att_type":"p2c|c2p","position_biased_input":false,"max_relative_positions":-1
            """),
        ["deberta-v2, as v2-xlarge"] = Encoder("deberta-v2", """
            "type_vocab_size":0,"relative_attention":true,"position_buckets":4,"norm_rel_ebd":"layer_norm","share_att_key":true,
            "pos_att_type":"p2c|c2p","position_biased_input":false,"max_relative_positions":-1,"conv_kernel_size":3,"conv_act":"gelu",
            "attention_head_size":8
            """),
        ["deberta-v2, all there is"] = Encoder("deberta-v2", """
            "embedding_size":8,"relative_attention":true,"max_relative_positions":6,"pos_att_type":["c2p","p2c"],
            "conv_kernel_size":3,"conv_groups":2
            """),
        ["deberta-v2, content alone"] = Encoder("deberta-v2"),
        ["modernbert"] = Encoder("modernbert", """ "local_attention":6,"global_attn_every_n_layers":2,"num_hidden_layers":3,"mlp_dropout":0.1 """),
        ["modernbert, mean and biases"] = Encoder("modernbert", """
            "local_attention":4,"layer_types":["full_attention","sliding_attention"],"classifier_pooling":"mean","norm_bias":true,
            "attention_bias":true,"mlp_bias":true,"classifier_bias":true,"attention_dropout":0.1,"mlp_dropout":0.1,
            "embedding_dropout":0.1,"classifier_dropout":0.1
            """),
        ["gpt2"] = Decoder(""" "pad_token_id":1 """),
        ["gpt2, a vocabulary of its own"] = Decoder(""" "eos_token_id":60 """),
        ["gpt2, other scales"] = Decoder(""" "pad_token_id":1,"scale_attn_weights":false,"scale_attn_by_inverse_layer_idx":true """),
    };

    public static IEnumerable<TheoryDataRow<string>> Names => Configs.Keys.Select(name => new TheoryDataRow<string>(name));

    /// <summary>The configuration, with entries replaced.</summary>
    public static ModelConfigFile Config(string name, params (string Name, JsonNode? Value)[] changes)
    {
        var json = (JsonObject)JsonNode.Parse(Configs[name])!;
        json["num_labels"] = Labels;
        foreach ((string entry, JsonNode? value) in changes)
        {
            json[entry] = value;
        }

        return new ModelConfigFile(json, "config.json");
    }

    /// <summary>A classifier for three labels; the same each time.</summary>
    public static Classifier Create(string name)
    {
        ModelConfigFile config = Config(name);
        Classifier model = ModelRegistry.Default.FamilyOf(config).CreateClassifier(config, LabelSet.Numbered(Labels));
        Fill(model.Weights);
        return model;
    }

    /// <summary>Gives all tensors random values: norms about 1, biases about 0, nothing exactly.</summary>
    public static void Fill(WeightMap weights)
    {
        var random = new Random(5);
        using IDisposable gradientsOff = no_grad();
        foreach (WeightEntry entry in weights.Entries)
        {
            float middle = entry.Kind == WeightKind.LayerNorm && entry.Name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
            foreach (ref float value in MemoryMarshal.Cast<byte, float>(entry.Tensor.bytes))
            {
                value = middle + 0.6f * (random.NextSingle() - 0.5f);
            }
        }
    }

    /// <summary>Rows of the given lengths, padded on the right to the longest; without a mask where none is padded.</summary>
    public static TextInputs Batch(params int[] lengths)
    {
        int tokens = lengths.Max();
        long[,] ids = new long[lengths.Length, tokens], mask = new long[lengths.Length, tokens];
        for (int row = 0; row < lengths.Length; row++)
        {
            var random = new Random(lengths[row]);
            for (int i = 0; i < tokens; i++)
            {
                bool isToken = i < lengths[row];
                ids[row, i] = isToken ? random.Next(FirstWord, Vocabulary) : PaddingId;
                mask[row, i] = isToken ? 1 : 0;
            }
        }

        return new TextInputs(tensor(ids), lengths.All(length => length == tokens) ? null : tensor(mask));
    }

    private static string Encoder(string type, string more = "") => Merge($$"""
        {"model_type":"{{type}}","vocab_size":60,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":2,
        "intermediate_size":24,"max_position_embeddings":30,"type_vocab_size":2,"pad_token_id":1}
        """, more);

    private static string Decoder(string more) => Merge("""
        {"model_type":"gpt2","vocab_size":60,"n_embd":16,"n_layer":2,"n_head":2,"n_positions":30,"eos_token_id":3}
        """, more);

    private static string Merge(string config, string more)
    {
        var json = (JsonObject)JsonNode.Parse(config)!;
        foreach ((string name, JsonNode? value) in (JsonObject)JsonNode.Parse($"{{{more}}}")!)
        {
            json[name] = value?.DeepClone();
        }

        return json.ToJsonString();
    }
}
