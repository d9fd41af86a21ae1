using Graft.Layers;
using Graft.Models.Bert;

namespace Graft.Models.MpNet;

/// <summary>The names of MPNet's tensors in files.</summary>
internal static class MpNetWeights
{
    public static WeightMap Of(MpNet mpNet)
    {
        var map = new WeightMap();
        BertWeights.AddEmbeddings(map, mpNet.Embeddings);
        map.Add("encoder.relative_attention_bias", mpNet.PositionBias.Table);
        for (int i = 0; i < mpNet.Encoder.Layers.Count; i++)
        {
            PostNormLayer layer = mpNet.Encoder.Layers[i];
            string name = $"encoder.layer.{i}";
            map.Depth = i + 1;
            map.Add($"{name}.attention.attn.q", layer.Attention.Query);
            map.Add($"{name}.attention.attn.k", layer.Attention.Key);
            map.Add($"{name}.attention.attn.v", layer.Attention.Value);
            map.Add($"{name}.attention.attn.o", layer.Block.AttentionOutput);
            map.Add($"{name}.attention.LayerNorm", layer.Block.AttentionNorm);
            map.Add($"{name}.intermediate.dense", layer.Block.FeedForward.Up);
            map.Add($"{name}.output.dense", layer.Block.FeedForward.Down);
            map.Add($"{name}.output.LayerNorm", layer.Block.OutputNorm);
        }

        if (mpNet.Pooler is not null)
        {
            BertWeights.AddPooler(map, mpNet.Pooler, mpNet.Config.Layers + 1);
        }

        return map;
    }
}
