namespace Graft.Models.ModernBert;

/// <summary>The names of ModernBERT's tensors in files.</summary>
internal static class ModernBertWeights
{
    public static WeightMap Of(ModernBert modernBert)
    {
        var map = new WeightMap { Depth = 0 };
        map.Add("embeddings.tok_embeddings", modernBert.Words);
        map.Add("embeddings.norm", modernBert.WordNorm);
        for (int i = 0; i < modernBert.Encoder.Count; i++)
        {
            ModernBertLayer layer = modernBert.Encoder[i];
            string name = $"layers.{i}";
            map.Depth = i + 1;
            if (layer.AttentionNorm is not null)
            {
                map.Add($"{name}.attn_norm", layer.AttentionNorm);
            }

            map.Add($"{name}.attn.Wqkv", layer.Attention.Packed);
            map.Add($"{name}.attn.Wo", layer.Attention.Output);
            map.Add($"{name}.mlp_norm", layer.FeedForwardNorm);
            map.Add($"{name}.mlp.Wi", layer.FeedForward.Up);
            map.Add($"{name}.mlp.Wo", layer.FeedForward.Down);
        }

        map.Depth = modernBert.Encoder.Count + 1;
        map.Add("final_norm", modernBert.FinalNorm);
        return map;
    }
}
