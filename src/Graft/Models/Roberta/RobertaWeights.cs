using Graft.Models.Bert;

namespace Graft.Models.Roberta;

/// <summary>The names of RoBERTa's tensors in files: BERT's.</summary>
internal static class RobertaWeights
{
    public static WeightMap Of(Roberta roberta)
    {
        var map = new WeightMap();
        BertWeights.AddEmbeddings(map, roberta.Embeddings);
        BertWeights.AddLayers(map, roberta.Encoder);
        if (roberta.Pooler is not null)
        {
            BertWeights.AddPooler(map, roberta.Pooler, roberta.Config.Layers + 1);
        }

        return map;
    }
}
