namespace Graft.Models.EfficientNet;

/// <summary>The names of EfficientNet's tensors in files.</summary>
internal static class EfficientNetWeights
{
    public static WeightMap Of(EfficientNet model)
    {
        var map = new WeightMap { Depth = 0 };
        map.Add("embeddings.convolution", model.StemConvolution);
        map.Add("embeddings.batchnorm", model.StemNorm);
        for (int i = 0; i < model.Blocks.Count; i++)
        {
            EfficientNetBlock block = model.Blocks[i];
            string name = $"encoder.blocks.{i}";
            map.Depth = i + 1;
            if (block.ExpandConvolution is not null)
            {
                map.Add($"{name}.expansion.expand_conv", block.ExpandConvolution);
                map.Add($"{name}.expansion.expand_bn", block.ExpandNorm!);
            }

            map.Add($"{name}.depthwise_conv.depthwise_conv", block.DepthwiseConvolution);
            map.Add($"{name}.depthwise_conv.depthwise_norm", block.DepthwiseNorm);
            map.Add($"{name}.squeeze_excite.reduce", block.Gate.Reduce);
            map.Add($"{name}.squeeze_excite.expand", block.Gate.Expand);
            map.Add($"{name}.projection.project_conv", block.ProjectConvolution);
            map.Add($"{name}.projection.project_bn", block.ProjectNorm);
        }

        map.Depth = model.Blocks.Count + 1;
        map.Add("encoder.top_conv", model.TopConvolution);
        map.Add("encoder.top_bn", model.TopNorm);
        return map;
    }
}
