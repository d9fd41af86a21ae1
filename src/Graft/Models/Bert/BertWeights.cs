namespace Graft.Models.Bert;

/// <summary>The names of BERT's tensors in files.</summary>
internal static class BertWeights
{
    public static WeightMap Of(Bert bert)
    {
        var map = new WeightMap { Depth = 0 };
        map.Add("embeddings.word_embeddings", bert.Embeddings.Words);
        map.Add("embeddings.position_embeddings", bert.Embeddings.Positions);
        map.Add("embeddings.token_type_embeddings", bert.Embeddings.TokenTypes);
        map.Add("embeddings.LayerNorm", bert.Embeddings.Norm);
        for (int i = 0; i < bert.Encoder.Count; i++)
        {
            BertLayer layer = bert.Encoder[i];
            string name = $"encoder.layer.{i}";
            map.Depth = i + 1;
            map.Add($"{name}.attention.self.query", layer.Attention.Query);
            map.Add($"{name}.attention.self.key", layer.Attention.Key);
            map.Add($"{name}.attention.self.value", layer.Attention.Value);
            map.Add($"{name}.attention.output.dense", layer.AttentionOutput);
            map.Add($"{name}.attention.output.LayerNorm", layer.AttentionNorm);
            map.Add($"{name}.intermediate.dense", layer.FeedForward.Up);
            map.Add($"{name}.output.dense", layer.FeedForward.Down);
            map.Add($"{name}.output.LayerNorm", layer.OutputNorm);
        }

        map.Depth = bert.Encoder.Count + 1;
        map.Part = WeightPart.OptionalTrunk;   // files of masked language models have no pooler
        map.Add("pooler.dense", bert.Pooler);
        return map;
    }
}
