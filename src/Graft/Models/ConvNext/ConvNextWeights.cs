namespace Graft.Models.ConvNext;

/// <summary>The names of ConvNeXt's tensors in files. A layer, for depths, is a block.</summary>
internal static class ConvNextWeights
{
    public static WeightMap Of(ConvNext convNext)
    {
        var map = new WeightMap { Depth = 0 };
        map.Add("embeddings.patch_embeddings", convNext.Patches);
        map.Add("embeddings.layernorm", convNext.PatchNorm);
        int layer = 0;
        for (int stage = 0; stage < convNext.Stages.Count; stage++)
        {
            string name = $"encoder.stages.{stage}";
            map.Depth = layer + 1;
            if (convNext.Stages[stage].Downsampling is { } downsampling)
            {
                map.Add($"{name}.downsampling_layer.0", downsampling.Norm);
                map.Add($"{name}.downsampling_layer.1", downsampling.Reduction);
            }

            for (int i = 0; i < convNext.Stages[stage].Blocks.Count; i++)
            {
                map.Depth = ++layer;
                Add(map, $"{name}.layers.{i}", convNext.Stages[stage].Blocks[i], convNext.Config.LayerScale);
            }
        }

        map.Depth = layer + 1;
        map.Add("layernorm", convNext.Norm);
        return map;
    }

    private static void Add(WeightMap map, string name, ConvNextBlock block, double layerScale)
    {
        map.Add($"{name}.dwconv", block.Depthwise);
        map.Add($"{name}.layernorm", block.Norm);
        map.Add($"{name}.pwconv1", block.FeedForward.Up);
        map.Add($"{name}.pwconv2", block.FeedForward.Down);
        map.Add($"{name}.layer_scale_parameter", block.Scale, initialValue: layerScale);
    }
}
