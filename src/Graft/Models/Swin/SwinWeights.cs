namespace Graft.Models.Swin;

/// <summary>The names of Swin's tensors in files. A layer, for depths, is a block.</summary>
internal static class SwinWeights
{
    public static WeightMap Of(Swin swin)
    {
        var map = new WeightMap { Depth = 0 };
        map.Add("embeddings.patch_embeddings.projection", swin.Embeddings.Projection);
        map.Add("embeddings.position_embeddings", swin.Embeddings.Positions, initialValue: 0);
        map.Add("embeddings.norm", swin.Embeddings.Norm);
        for (int stage = 0; stage < swin.Stages.Count; stage++)
        {
            string name = $"encoder.layers.{stage}";
            for (int i = 0; i < swin.Stages[stage].Blocks.Count; i++)
            {
                map.Depth++;
                Add(map, $"{name}.blocks.{i}", swin.Stages[stage].Blocks[i]);
            }

            if (swin.Stages[stage].Downsample is { } downsample)
            {
                map.Add($"{name}.downsample.norm", downsample.Norm);
                map.Add($"{name}.downsample.reduction", downsample.Reduction);
            }
        }

        map.Depth++;
        map.Add("layernorm", swin.Norm);
        return map;
    }

    private static void Add(WeightMap map, string name, SwinBlock block)
    {
        map.Add($"{name}.layernorm_before", block.AttentionNorm);
        map.Add($"{name}.attention.self.query", block.Attention.Query);
        map.Add($"{name}.attention.self.key", block.Attention.Key);
        map.Add($"{name}.attention.self.value", block.Attention.Value);
        map.Add($"{name}.attention.self.relative_position_bias_table", block.PositionBias.Table, initialValue: 0);
        map.Add($"{name}.attention.output.dense", block.AttentionOutput);
        map.Add($"{name}.layernorm_after", block.OutputNorm);
        map.Add($"{name}.intermediate.dense", block.FeedForward.Up);
        map.Add($"{name}.output.dense", block.FeedForward.Down);
    }
}
