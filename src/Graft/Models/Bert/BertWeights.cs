using Graft.Layers;

namespace Graft.Models.Bert;

/// <summary>The names of BERT's tensors in files; families that are laid out like it name theirs by the same methods.</summary>
internal static class BertWeights
{
    public static WeightMap Of(Bert bert)
    {
        var map = new WeightMap();
        AddEmbeddings(map, bert.Embeddings);
        AddLayers(map, bert.Encoder);
        AddPooler(map, bert.Pooler, bert.Config.Layers + 1);
        return map;
    }

    public static void AddEmbeddings(WeightMap map, TokenEmbeddings embeddings)
    {
        map.Depth = 0;
        map.Add("embeddings.word_embeddings", embeddings.Words);
        map.Add("embeddings.position_embeddings", embeddings.Positions);
        if (embeddings.TokenTypes is not null)
        {
            map.Add("embeddings.token_type_embeddings", embeddings.TokenTypes);
        }

        map.Add("embeddings.LayerNorm", embeddings.Norm);
    }

    public static void AddLayers(WeightMap map, PostNormEncoder encoder)
    {
        for (int i = 0; i < encoder.Layers.Count; i++)
        {
            PostNormLayer layer = encoder.Layers[i];
            string name = $"encoder.layer.{i}";
            map.Depth = i + 1;
            map.Add($"{name}.attention.self.query", layer.Attention.Query);
            map.Add($"{name}.attention.self.key", layer.Attention.Key);
            map.Add($"{name}.attention.self.value", layer.Attention.Value);
            AddBlock(map, name, layer.Block);
        }
    }

    /// <summary>The names of what follows attention in layer "encoder.layer.i".</summary>
    public static void AddBlock(WeightMap map, string name, PostNormBlock block)
    {
        map.Add($"{name}.attention.output.dense", block.AttentionOutput);
        map.Add($"{name}.attention.output.LayerNorm", block.AttentionNorm);
        map.Add($"{name}.intermediate.dense", block.FeedForward.Up);
        map.Add($"{name}.output.dense", block.FeedForward.Down);
        map.Add($"{name}.output.LayerNorm", block.OutputNorm);
    }

    /// <summary>A pooler, which files of masked language models lack.</summary>
    public static void AddPooler(WeightMap map, FirstTokenPooler pooler, int depth)
    {
        map.Depth = depth;
        map.Part = WeightPart.OptionalTrunk;
        map.Add("pooler.dense", pooler.Dense);
    }
}
