using Graft.Layers;

namespace Graft.Models.Gpt2;

/// <summary>The names of GPT-2's tensors in files.</summary>
internal static class Gpt2Weights
{
    public static WeightMap Of(Gpt2 gpt2)
    {
        var map = new WeightMap { Depth = 0 };
        map.Add("wte", gpt2.Words);
        map.Add("wpe", gpt2.Positions);
        for (int i = 0; i < gpt2.Decoder.Count; i++)
        {
            Gpt2Layer layer = gpt2.Decoder[i];
            string name = $"h.{i}";
            map.Depth = i + 1;
            map.Add($"{name}.ln_1", layer.AttentionNorm);
            Add(map, $"{name}.attn.c_attn", layer.Attention.Packed);
            Add(map, $"{name}.attn.c_proj", layer.Attention.Output);
            map.Add($"{name}.ln_2", layer.FeedForwardNorm);
            Add(map, $"{name}.mlp.c_fc", layer.Up);
            Add(map, $"{name}.mlp.c_proj", layer.Down);
        }

        map.Depth = gpt2.Decoder.Count + 1;
        map.Add("ln_f", gpt2.FinalNorm);
        return map;
    }

    private static void Add(WeightMap map, string name, TransposedLinear layer)
    {
        map.Add($"{name}.weight", layer.Weight);
        map.Add($"{name}.bias", layer.Bias);
    }
}
