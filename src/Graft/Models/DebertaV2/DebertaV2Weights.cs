using Graft.Models.Bert;

namespace Graft.Models.DebertaV2;

/// <summary>The names of DeBERTa's tensors in files. The table of distances has the depth of the embeddings.</summary>
internal static class DebertaV2Weights
{
    public static WeightMap Of(DebertaV2 deberta)
    {
        var map = new WeightMap();
        AddEmbeddings(map, deberta);
        for (int i = 0; i < deberta.Encoder.Count; i++)
        {
            DebertaV2Layer layer = deberta.Encoder[i];
            string name = $"encoder.layer.{i}";
            map.Depth = i + 1;
            AddAttention(map, $"{name}.attention.self", layer.Attention);
            BertWeights.AddBlock(map, name, layer.Block);
        }

        if (deberta.Convolution is { } convolution)
        {
            map.Depth = 1;
            map.Add("encoder.conv.conv.weight", convolution.Weight);
            map.Add("encoder.conv.conv.bias", convolution.Bias);
            map.Add("encoder.conv.LayerNorm", convolution.Norm);
        }

        return map;
    }

    private static void AddEmbeddings(WeightMap map, DebertaV2 deberta)
    {
        DebertaV2Embeddings embeddings = deberta.Embeddings;
        map.Depth = 0;
        map.Add("embeddings.word_embeddings", embeddings.Words);
        if (embeddings.Positions is not null)
        {
            map.Add("embeddings.position_embeddings", embeddings.Positions);
        }

        if (embeddings.TokenTypes is not null)
        {
            map.Add("embeddings.token_type_embeddings", embeddings.TokenTypes);
        }

        if (embeddings.Projection is not null)
        {
            map.Add("embeddings.embed_proj", embeddings.Projection);
        }

        map.Add("embeddings.LayerNorm", embeddings.Norm);
        if (deberta.Distances is not null)
        {
            map.Add("encoder.rel_embeddings", deberta.Distances);
        }

        if (deberta.DistanceNorm is not null)
        {
            map.Add("encoder.LayerNorm", deberta.DistanceNorm);
        }
    }

    private static void AddAttention(WeightMap map, string name, DisentangledAttention attention)
    {
        map.Add($"{name}.query_proj", attention.Query);
        map.Add($"{name}.key_proj", attention.Key);
        map.Add($"{name}.value_proj", attention.Value);
        if (attention.PositionKey is { } key && key != attention.Key)
        {
            map.Add($"{name}.pos_key_proj", key);
        }

        if (attention.PositionQuery is { } query && query != attention.Query)
        {
            map.Add($"{name}.pos_query_proj", query);
        }
    }
}
