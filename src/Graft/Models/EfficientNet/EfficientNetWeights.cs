namespace Graft.Models.EfficientNet;

/// <summary>The names of EfficientNet's tensors in files.</summary>
internal static class EfficientNetWeights
{
    public static WeightMap Of(EfficientNet model)
    {
        var map = new WeightMap { Depth = 0 };
        map.Add("embeddings.convolution", model.Stem.Convolution);
        map.Add("embeddings.batchnorm", model.Stem.Norm);
        for (int i = 0; i < model.Blocks.Count; i++)
        {
            EfficientNetBlock block = model.Blocks[i];
            string name = $"encoder.blocks.{i}";
            map.Depth = i + 1;
            if (block.Expand is not null)
            {
                map.Add($"{name}.expansion.expand_conv", block.Expand.Convolution);
                map.Add($"{name}.expansion.expand_bn", block.Expand.Norm);
            }

            map.Add($"{name}.depthwise_conv.depthwise_conv", block.Depthwise.Convolution);
            map.Add($"{name}.depthwise_conv.depthwise_norm", block.Depthwise.Norm);
            map.Add($"{name}.squeeze_excite.reduce", block.Gate.Reduce);
            map.Add($"{name}.squeeze_excite.expand", block.Gate.Expand);
            map.Add($"{name}.projection.project_conv", block.Project.Convolution);
            map.Add($"{name}.projection.project_bn", block.Project.Norm);
        }

        map.Depth = model.Blocks.Count + 1;
        map.Add("encoder.top_conv", model.Top.Convolution);
        map.Add("encoder.top_bn", model.Top.Norm);
        return map;
    }
}
