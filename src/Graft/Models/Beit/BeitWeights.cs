using Graft.Models.Vit;

namespace Graft.Models.Beit;

/// <summary>The names of BEiT's tensors in files.</summary>
internal static class BeitWeights
{
    private const string TableName = "relative_position_bias.relative_position_bias_table";

    public static WeightMap Of(Beit beit)
    {
        var map = new WeightMap { Depth = 0 };
        map.Add("embeddings.cls_token", beit.ClassToken);
        map.Part = WeightPart.OptionalTrunk;
        map.Add("embeddings.mask_token", beit.MaskToken, initialValue: 0);
        map.Part = WeightPart.Trunk;
        map.Add("embeddings.position_embeddings", beit.Positions?.Weight);
        map.Add("embeddings.patch_embeddings.projection", beit.Patches.Projection);
        map.Add($"encoder.{TableName}", beit.SharedRelativePositions?.Table, initialValue: 0);
        for (int i = 0; i < beit.Encoder.Count; i++)
        {
            BeitLayer layer = beit.Encoder[i];
            string name = $"encoder.layer.{i}";
            map.Depth = i + 1;
            map.Add($"{name}.lambda_1", layer.Block.AttentionScale, initialValue: beit.Config.LayerScale);
            map.Add($"{name}.lambda_2", layer.Block.FeedForwardScale, initialValue: beit.Config.LayerScale);
            map.Add($"{name}.attention.attention.{TableName}", layer.RelativePositions?.Table, initialValue: 0);
            VitWeights.AddAttention(map, name, layer.Block);
            VitWeights.AddFeedForward(map, name, layer.FeedForward);
            map.Add($"{name}.layernorm_before", layer.Block.AttentionNorm);
            map.Add($"{name}.layernorm_after", layer.Block.FeedForwardNorm);
        }

        map.Depth = beit.Encoder.Count + 1;
        if (beit.Config.PoolsPatches)
        {
            map.Part = WeightPart.OptionalTrunk;   // files from pre-training have no pooler
            map.Add("pooler.layernorm", beit.Norm);
        }
        else
        {
            map.Add("layernorm", beit.Norm);
        }

        return map;
    }
}
