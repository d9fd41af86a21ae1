using Graft.Layers;
using Graft.Models.Bert;

namespace Graft.Models.Albert;

/// <summary>The names of ALBERT's tensors in files. A group of layers has the depth of the last layer that it stands for.</summary>
internal static class AlbertWeights
{
    public static WeightMap Of(Albert albert)
    {
        AlbertConfig config = albert.Config;
        var map = new WeightMap();
        BertWeights.AddEmbeddings(map, albert.Embeddings);
        map.Add("encoder.embedding_hidden_mapping_in", albert.Projection);
        for (int group = 0; group < albert.Groups.Count; group++)
        {
            map.Depth = 1 + Enumerable.Range(0, config.Layers).LastOrDefault(layer => config.GroupOf(layer) == group);
            for (int i = 0; i < albert.Groups[group].Count; i++)
            {
                AddLayer(map, $"encoder.albert_layer_groups.{group}.albert_layers.{i}", albert.Groups[group][i]);
            }
        }

        map.Depth = config.Layers + 1;
        map.Part = WeightPart.OptionalTrunk;
        map.Add("pooler", albert.Pooler.Dense);
        return map;
    }

    private static void AddLayer(WeightMap map, string name, PostNormLayer layer)
    {
        map.Add($"{name}.attention.query", layer.Attention.Query);
        map.Add($"{name}.attention.key", layer.Attention.Key);
        map.Add($"{name}.attention.value", layer.Attention.Value);
        map.Add($"{name}.attention.dense", layer.Block.AttentionOutput);
        map.Add($"{name}.attention.LayerNorm", layer.Block.AttentionNorm);
        map.Add($"{name}.ffn", layer.Block.FeedForward.Up);
        map.Add($"{name}.ffn_output", layer.Block.FeedForward.Down);
        map.Add($"{name}.full_layer_layer_norm", layer.Block.OutputNorm);
    }
}
