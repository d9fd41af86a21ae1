using Graft.Layers;

namespace Graft.Models.DistilBert;

/// <summary>The names of DistilBERT's tensors in files.</summary>
internal static class DistilBertWeights
{
    public static WeightMap Of(DistilBert distilBert)
    {
        var map = new WeightMap { Depth = 0 };
        map.Add("embeddings.word_embeddings", distilBert.Embeddings.Words);
        map.Add("embeddings.position_embeddings", distilBert.Embeddings.Positions);
        map.Add("embeddings.LayerNorm", distilBert.Embeddings.Norm);
        for (int i = 0; i < distilBert.Encoder.Layers.Count; i++)
        {
            PostNormLayer layer = distilBert.Encoder.Layers[i];
            string name = $"transformer.layer.{i}";
            map.Depth = i + 1;
            map.Add($"{name}.attention.q_lin", layer.Attention.Query);
            map.Add($"{name}.attention.k_lin", layer.Attention.Key);
            map.Add($"{name}.attention.v_lin", layer.Attention.Value);
            map.Add($"{name}.attention.out_lin", layer.Block.AttentionOutput);
            map.Add($"{name}.sa_layer_norm", layer.Block.AttentionNorm);
            map.Add($"{name}.ffn.lin1", layer.Block.FeedForward.Up);
            map.Add($"{name}.ffn.lin2", layer.Block.FeedForward.Down);
            map.Add($"{name}.output_layer_norm", layer.Block.OutputNorm);
        }

        return map;
    }
}
