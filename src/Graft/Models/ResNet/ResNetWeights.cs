using Graft.Layers;

namespace Graft.Models.ResNet;

/// <summary>The names of ResNet's tensors in files. A layer, for depths, is a residual layer.</summary>
internal static class ResNetWeights
{
    public static WeightMap Of(ResNet resNet)
    {
        var map = new WeightMap { Depth = 0 };
        Add(map, "embedder.embedder", resNet.Embedder);
        for (int stage = 0; stage < resNet.Stages.Count; stage++)
        {
            for (int i = 0; i < resNet.Stages[stage].Count; i++)
            {
                ResNetLayer layer = resNet.Stages[stage][i];
                string name = $"encoder.stages.{stage}.layers.{i}";
                map.Depth++;
                for (int j = 0; j < layer.Convolutions.Count; j++)
                {
                    Add(map, $"{name}.layer.{j}", layer.Convolutions[j]);
                }

                if (layer.Shortcut is not null)
                {
                    Add(map, $"{name}.shortcut", layer.Shortcut);
                }
            }
        }

        return map;
    }

    private static void Add(WeightMap map, string name, NormalizedConvolution layer)
    {
        map.Add($"{name}.convolution", layer.Convolution);
        map.Add($"{name}.normalization", layer.Norm);
    }
}
