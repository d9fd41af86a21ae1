using Graft.Models.Bert;

namespace Graft.Models.Electra;

/// <summary>The names of ELECTRA's tensors in files: BERT's, and the projection of the embeddings.</summary>
internal static class ElectraWeights
{
    public static WeightMap Of(Electra electra)
    {
        var map = new WeightMap();
        BertWeights.AddEmbeddings(map, electra.Embeddings);
        if (electra.Projection is not null)
        {
            map.Add("embeddings_project", electra.Projection);
        }

        BertWeights.AddLayers(map, electra.Encoder);
        return map;
    }
}
