using Graft.Data;
using Graft.Models;
using Graft.Preflight;
using Graft.Preflight.Survey;
using Graft.Testing;
using Graft.Text;
using Graft.Vision;

namespace Graft.Tests.Preflight;

/// <summary>Runs all checks over rows in memory.</summary>
internal static class Inspected
{
    private static readonly Lazy<Tokenizer> Shipped = new(() => Tokenizer.Load(SharedFolder.Project("models", "minilm-l6-h384-uncased")));

    public static IReadOnlyList<Finding> Texts(Dataset train, Dataset? test = null, int maxLength = 512) => Find(new DatasetParts(train, null, test), maxLength);

    public static IReadOnlyList<Finding> Find(DatasetParts parts, int maxLength = 512, ImageProcessor? processor = null)
    {
        bool isText = parts.Train.Kind == InputKind.Text;
        PreflightScan scan = PreflightScan.Of(PartOverlap.Named(parts).Select(part => part.Rows), isText ? Shipped.Value : null, TestContext.Current.CancellationToken);
        return PreflightChecks.Run(new PreflightData(parts, scan) { MaxLength = isText ? maxLength : null, Processor = processor });
    }

    /// <summary>Rows with one label each; the origin is "name, item 1", and so on.</summary>
    public static Dataset Texts(string name, params (string Text, int Class)[] rows) => new(
        InputKind.Text, new LabelSet(["no", "yes"]),
        rows.Select((row, i) => new TextExample(row.Text) { Target = Target.OfClass(row.Class), Origin = $"{name}, item {i + 1}" }), name);

    public static Dataset Images(string name, IEnumerable<(byte[] File, int Class)> rows, int classes = 2) => new(
        InputKind.Image, LabelSet.Numbered(classes),
        rows.Select((row, i) => ImageExample.FromBytes($"{name}, item {i + 1}", row.File) with { Target = Target.OfClass(row.Class) }), name);

    public static Finding? Of(this IReadOnlyList<Finding> findings, string code) => findings.SingleOrDefault(finding => finding.Code == code);
}
