using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Tensors;

namespace Graft.Export;

/// <summary>A family of image models: [batch, channels, height, width] float32 in, logits out.</summary>
/// <param name="family">The family.</param>
/// <param name="logits">Adds the nodes of a classifier and gives its logits.</param>
/// <param name="isFixedSize">True if a graph takes images of one size only.</param>
internal sealed class ImageFamilyGraph(
    ModelFamily family, Func<GraphBuilder, Classifier, PixelValues, GraphValue> logits, bool isFixedSize) : FamilyGraph(family)
{
    private const int DefaultSide = 224;

    /// <inheritdoc/>
    public override GraphBuilder Build(PretrainedClassifier classifier, OnnxExportOptions options)
    {
        ImageShape shape = ShapeOf(classifier, options);
        var graph = new GraphBuilder(classifier.Model.Weights);
        GraphValue pixels = graph.Input(
            "pixel_values", NumberFormat.F32, GraphDimension.Batch, shape.Channels,
            isFixedSize ? shape.Height : "height", isFixedSize ? shape.Width : "width");
        GraphValue result = logits(graph, classifier.Model, new PixelValues(pixels, shape.Height, shape.Width));
        graph.Output(LogitsName, result, GraphDimension.Batch, classifier.Labels.Count);
        return graph;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ExportCase> Cases(PretrainedClassifier classifier, OnnxExportOptions options) =>
        new ImageCases(ShapeOf(classifier, options), isFixedSize).Create();

    private static ImageShape ShapeOf(PretrainedClassifier classifier, OnnxExportOptions options) => new(
        classifier.Config.Int("num_channels", 3),
        options.ImageHeight ?? classifier.Config.Int("image_size", DefaultSide),
        options.ImageWidth ?? classifier.Config.Int("image_size", DefaultSide));
}
