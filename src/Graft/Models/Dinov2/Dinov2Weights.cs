using Graft.Layers;
using Graft.Models.Vit;

namespace Graft.Models.Dinov2;

/// <summary>The names of DINOv2's tensors in files.</summary>
internal static class Dinov2Weights
{
    public static WeightMap Of(Dinov2 model)
    {
        var map = new WeightMap { Depth = 0 };
        map.Add("embeddings.cls_token", model.ClassToken);
        map.Part = WeightPart.OptionalTrunk;
        map.Add("embeddings.mask_token", model.MaskToken, initialValue: 0);
        map.Part = WeightPart.Trunk;
        map.Add("embeddings.position_embeddings", model.Positions.Weight);
        map.Add("embeddings.patch_embeddings.projection", model.Patches.Projection);
        for (int i = 0; i < model.Encoder.Count; i++)
        {
            PreNormBlock layer = model.Encoder[i];
            string name = $"encoder.layer.{i}";
            map.Depth = i + 1;
            map.Add($"{name}.norm1", layer.AttentionNorm);
            VitWeights.AddAttention(map, name, layer);
            map.Add($"{name}.layer_scale1.lambda1", layer.AttentionScale, initialValue: model.Config.LayerScale);
            map.Add($"{name}.norm2", layer.FeedForwardNorm);
            AddFeedForward(map, $"{name}.mlp", layer.FeedForward);
            map.Add($"{name}.layer_scale2.lambda1", layer.FeedForwardScale, initialValue: model.Config.LayerScale);
        }

        map.Depth = model.Encoder.Count + 1;
        map.Add("layernorm", model.Norm);
        return map;
    }

    private static void AddFeedForward(WeightMap map, string name, IFeedForward feedForward)
    {
        if (feedForward is GatedFeedForward gated)
        {
            map.Add($"{name}.weights_in", gated.Up);
            map.Add($"{name}.weights_out", gated.Down);
        }
        else if (feedForward is FeedForward plain)
        {
            map.Add($"{name}.fc1", plain.Up);
            map.Add($"{name}.fc2", plain.Down);
        }
    }
}
