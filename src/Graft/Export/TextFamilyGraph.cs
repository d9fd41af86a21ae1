using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Layers;
using Graft.Models;
using Graft.Tensors;

namespace Graft.Export;

/// <summary>A family of text models: [batch, sequence] int64 in, logits out.</summary>
/// <param name="family">The family.</param>
/// <param name="logits">Adds the nodes of a classifier and gives its logits.</param>
/// <param name="tokenTypes">The table of token types, where the family's callers give them; null where they do not.</param>
internal sealed class TextFamilyGraph(
    ModelFamily family, Func<GraphBuilder, Classifier, TextValues, GraphValue> logits, Func<Trunk, Embedding?>? tokenTypes = null) : FamilyGraph(family)
{
    /// <inheritdoc/>
    public override GraphBuilder Build(PretrainedClassifier classifier, OnnxExportOptions options)
    {
        var graph = new GraphBuilder(classifier.Model.Weights);
        var text = new TextValues(
            graph.Input("input_ids", NumberFormat.I64, GraphDimension.Batch, GraphDimension.Sequence),
            graph.Input("attention_mask", NumberFormat.I64, GraphDimension.Batch, GraphDimension.Sequence),
            TokenTypes(classifier) > 0 ? graph.Input("token_type_ids", NumberFormat.I64, GraphDimension.Batch, GraphDimension.Sequence) : null);
        graph.Output(LogitsName, logits(graph, classifier.Model, text), GraphDimension.Batch, classifier.Labels.Count);
        return graph;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ExportCase> Cases(PretrainedClassifier classifier, OnnxExportOptions options)
    {
        Trunk trunk = classifier.Model.Trunk;
        return new TextCases(
            trunk.VocabularySize!.Value, classifier.Config.OptionalInt("pad_token_id") ?? 0, TokenTypes(classifier), trunk.MaxTokens).Create();
    }

    private int TokenTypes(PretrainedClassifier classifier) => (int)(tokenTypes?.Invoke(classifier.Model.Trunk)?.Weight.shape[0] ?? 0);
}
