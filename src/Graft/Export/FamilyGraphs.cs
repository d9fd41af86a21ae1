using Graft.Export.Families;
using Graft.Models;
using Graft.Models.Albert;
using Graft.Models.Beit;
using Graft.Models.Bert;
using Graft.Models.ConvNext;
using Graft.Models.DebertaV2;
using Graft.Models.Deit;
using Graft.Models.Dinov2;
using Graft.Models.DistilBert;
using Graft.Models.EfficientNet;
using Graft.Models.Electra;
using Graft.Models.Gpt2;
using Graft.Models.MobileNetV2;
using Graft.Models.ModernBert;
using Graft.Models.MpNet;
using Graft.Models.ResNet;
using Graft.Models.Roberta;
using Graft.Models.Swin;
using Graft.Models.Vit;
using Graft.Models.XlmRoberta;

namespace Graft.Export;

/// <summary>The families that can be exported.</summary>
internal static class FamilyGraphs
{
    private static readonly FamilyGraph[] All =
    [
        new TextFamilyGraph(new BertFamily(), BertGraph.Logits, trunk => ((Bert)trunk).Embeddings.TokenTypes),
        new TextFamilyGraph(new ElectraFamily(), ElectraGraph.Logits, trunk => ((Electra)trunk).Embeddings.TokenTypes),
        new TextFamilyGraph(new RobertaFamily(), RobertaGraph.Logits),
        new TextFamilyGraph(new XlmRobertaFamily(), RobertaGraph.Logits),
        new TextFamilyGraph(new DistilBertFamily(), DistilBertGraph.Logits),
        new TextFamilyGraph(new AlbertFamily(), AlbertGraph.Logits, trunk => ((Albert)trunk).Embeddings.TokenTypes),
        new TextFamilyGraph(new MpNetFamily(), MpNetGraph.Logits),
        new TextFamilyGraph(new DebertaV2Family(), DebertaV2Graph.Logits, trunk => ((DebertaV2)trunk).Embeddings.TokenTypes),
        new TextFamilyGraph(new ModernBertFamily(), ModernBertGraph.Logits),
        new TextFamilyGraph(new Gpt2Family(), Gpt2Graph.Logits),
        new ImageFamilyGraph(new VitFamily(), VitGraph.Logits, isFixedSize: true),
        new ImageFamilyGraph(new DeitFamily(), VitGraph.Logits, isFixedSize: true),
        new ImageFamilyGraph(new Dinov2Family(), Dinov2Graph.Logits, isFixedSize: true),
        new ImageFamilyGraph(new BeitFamily(), BeitGraph.Logits, isFixedSize: true),
        new ImageFamilyGraph(new SwinFamily(), SwinGraph.Logits, isFixedSize: true),
        new ImageFamilyGraph(new ConvNextFamily(), ConvNextGraph.Logits, isFixedSize: false),
        new ImageFamilyGraph(new EfficientNetFamily(), EfficientNetGraph.Logits, isFixedSize: false),
        new ImageFamilyGraph(new ResNetFamily(), ResNetGraph.Logits, isFixedSize: false),
        new ImageFamilyGraph(new MobileNetV2Family(), MobileNetV2Graph.Logits, isFixedSize: false),
    ];

    /// <summary>The names of the families, as in "model_type", sorted.</summary>
    public static IEnumerable<string> ModelTypes => All.Select(graph => graph.Family.ModelType).Order(StringComparer.Ordinal);

    /// <summary>The graph of a family.</summary>
    /// <exception cref="ExportException">The family cannot be exported; a family of one's own cannot, whatever its name.</exception>
    public static FamilyGraph Of(ModelFamily family, string path) =>
        All.FirstOrDefault(graph => graph.Family.GetType() == family.GetType()) ?? throw new ExportException(
            $"Models of the family \"{family.ModelType}\" ({family.GetType().Name}) cannot be exported.", path, "\"model_type\"",
            $"Families that can: {string.Join(", ", ModelTypes)}.");
}
