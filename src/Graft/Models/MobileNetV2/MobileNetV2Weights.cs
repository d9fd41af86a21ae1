namespace Graft.Models.MobileNetV2;

/// <summary>The names of MobileNetV2's tensors in files. A layer, for depths, is a block after the stem.</summary>
internal static class MobileNetV2Weights
{
    public static WeightMap Of(MobileNetV2 model)
    {
        var map = new WeightMap { Depth = 0 };
        Add(map, "conv_stem.first_conv", model.Stem.First);
        if (model.Stem.Expand is not null)
        {
            Add(map, "conv_stem.expand_1x1", model.Stem.Expand);
        }

        Add(map, "conv_stem.conv_3x3", model.Stem.Depthwise);
        Add(map, "conv_stem.reduce_1x1", model.Stem.Reduce);
        for (int i = 0; i < model.Blocks.Count; i++)
        {
            map.Depth = i + 1;
            Add(map, $"layer.{i}.expand_1x1", model.Blocks[i].Expand);
            Add(map, $"layer.{i}.conv_3x3", model.Blocks[i].Depthwise);
            Add(map, $"layer.{i}.reduce_1x1", model.Blocks[i].Reduce);
        }

        map.Depth = model.Blocks.Count + 1;
        Add(map, "conv_1x1", model.Last);
        return map;
    }

    private static void Add(WeightMap map, string name, MobileNetV2Convolution convolution)
    {
        map.Add($"{name}.convolution", convolution.Layer.Convolution);
        map.Add($"{name}.normalization", convolution.Layer.Norm);
    }
}
