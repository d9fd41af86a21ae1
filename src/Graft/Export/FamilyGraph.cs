using Graft.Export.Graphs;
using Graft.Models;

namespace Graft.Export;

/// <summary>A family that can be exported: how its classifiers become graphs, and on what these are compared.</summary>
/// <param name="family">The family.</param>
internal abstract class FamilyGraph(ModelFamily family)
{
    /// <summary>The file's only output: [batch, labels] float32.</summary>
    protected const string LogitsName = "logits";

    /// <summary>The family.</summary>
    public ModelFamily Family { get; } = family;

    /// <summary>Lays a classifier out as a graph.</summary>
    /// <param name="classifier">A classifier of the family.</param>
    /// <param name="options">The sizes of images.</param>
    public abstract GraphBuilder Build(PretrainedClassifier classifier, OnnxExportOptions options);

    /// <summary>The batches on which graph and classifier must agree.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="options">The sizes of images.</param>
    public abstract IReadOnlyList<ExportCase> Cases(PretrainedClassifier classifier, OnnxExportOptions options);
}
