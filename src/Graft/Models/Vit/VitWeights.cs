using Graft.Layers;

namespace Graft.Models.Vit;

/// <summary>The names of ViT's and DeiT's tensors in files.</summary>
internal static class VitWeights
{
    public static WeightMap Of(Vit vit)
    {
        var map = new WeightMap { Depth = 0 };
        map.Add("embeddings.cls_token", vit.Embeddings.ClassToken);
        map.Add("embeddings.distillation_token", vit.Embeddings.DistillationToken);
        map.Add("embeddings.position_embeddings", vit.Embeddings.Positions.Weight);
        map.Add("embeddings.patch_embeddings.projection", vit.Embeddings.Patches.Projection);
        for (int i = 0; i < vit.Encoder.Count; i++)
        {
            string name = $"encoder.layer.{i}";
            map.Depth = i + 1;
            AddAttention(map, name, vit.Encoder[i]);
            AddFeedForward(map, name, (FeedForward)vit.Encoder[i].FeedForward);
            map.Add($"{name}.layernorm_before", vit.Encoder[i].AttentionNorm);
            map.Add($"{name}.layernorm_after", vit.Encoder[i].FeedForwardNorm);
        }

        map.Depth = vit.Encoder.Count + 1;
        map.Add("layernorm", vit.Norm);
        if (vit.Pooler is not null)
        {
            map.Part = WeightPart.OptionalTrunk;   // many published trunks have none
            map.Add("pooler.dense", vit.Pooler);
        }

        return map;
    }

    /// <summary>A layer's attention, which the families of vision transformers name alike.</summary>
    internal static void AddAttention(WeightMap map, string layerName, PreNormBlock layer)
    {
        map.Add($"{layerName}.attention.attention.query", layer.Attention.Query);
        map.Add($"{layerName}.attention.attention.key", layer.Attention.Key);
        map.Add($"{layerName}.attention.attention.value", layer.Attention.Value);
        map.Add($"{layerName}.attention.output.dense", layer.AttentionOutput);
    }

    /// <summary>A layer's feed-forward, as ViT, DeiT and BEiT name it.</summary>
    internal static void AddFeedForward(WeightMap map, string layerName, FeedForward feedForward)
    {
        map.Add($"{layerName}.intermediate.dense", feedForward.Up);
        map.Add($"{layerName}.output.dense", feedForward.Down);
    }
}
