using Graft.Data;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Pipelines;
using Graft.Tensors;
using Graft.Text;
using Graft.Vision;

namespace Graft.Jobs;

/// <summary>Tells what is in data or in a model's folder, without training.</summary>
public static class InspectJob
{
    private const int LengthWhereNothingIsSaid = 512;

    /// <summary>Whether a folder holds a model.</summary>
    public static bool IsModel(string target) => File.Exists(Path.Combine(RunFolder.Resolve(target), "config.json"));

    /// <summary>Looks into data.</summary>
    /// <param name="options">What the user said.</param>
    /// <exception cref="GraftException">The data cannot be read.</exception>
    public static DataInspection InspectData(InspectJobOptions options)
    {
        using var hub = new HubAccess(tell: null, CancellationToken.None);
        DatasetParts parts = hub.LoadParts(options.Target, options.DataOptions);
        List<string> notes = [.. parts.Notes];
        Dataset?[] whole = ImageCheck.Run(options.Target, [parts.Train, parts.Validation, parts.Test], skipBad: true, notes.Add);
        parts = new DatasetParts(whole[0]!, whole[1], whole[2], notes);
        bool isImages = parts.Train.Kind == InputKind.Image;
        string? folder = isImages ? null : options.Model is { } model ? hub.ModelFolder(model) : ShippedModels.FolderFor(InputKind.Text);
        Tokenizer? tokenizer = folder is null ? null : Tokenizer.Load(folder);
        int maxLength = options.MaxLength ?? tokenizer?.ModelMaxLength ?? LengthWhereNothingIsSaid;
        return new DataInspection(
            options.Target, isImages ? InputKind.Image : InputKind.Text, parts.Train.Labels.ProblemType, parts.Train.Labels.Names,
            [.. PartOverlap.Named(parts).Select(part => Inspect(part.Name, part.Rows, tokenizer, maxLength))], PartOverlap.Find(parts), folder, notes);
    }

    /// <summary>Looks into a model's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="GraftException">The folder cannot be opened.</exception>
    public static ModelInspection InspectModel(string folder)
    {
        string resolved = RunFolder.Resolve(folder);
        using PretrainedClassifier classifier = PretrainedClassifier.Load(resolved);
        using WeightFolder weights = WeightFolder.Open(resolved);
        bool isTrained = !classifier.Report.HasNewWeights, readsImages = classifier.Family.Inputs == InputKind.Image;
        Tokenizer? tokenizer = readsImages ? null : Tokenizer.Load(resolved);
        return new ModelInspection(
            resolved, classifier.Family.ModelType, classifier.Family.Inputs,
            classifier.Model.Weights.Entries.Where(entry => entry.IsParameter).Sum(entry => entry.Tensor.NumberOfElements),
            weights.Names.Sum(name => weights.Entry(name).ByteCount),
            weights.Names.GroupBy(name => weights.Entry(name).Format).ToDictionary(group => group.Key.ToString(), group => group.Count()),
            isTrained, isTrained ? classifier.Labels.ProblemType : null, isTrained ? classifier.Labels.Names : [],
            classifier.Report.Missing, classifier.Report.Unused,
            tokenizer is null ? null : MaxTokens.Choose(wanted: null, classifier, tokenizer), tokenizer?.VocabularySize,
            readsImages ? Size(ImageProcessor.Load(resolved)) : null);
    }

    private static PartInspection Inspect(string name, Dataset rows, Tokenizer? tokenizer, int maxLength)
    {
        UInt128[] hashes = [.. RowHashes.Of(rows).Where(hash => hash != 0)];
        int repeated = hashes.Length - hashes.Distinct().Count();
        if (tokenizer is null)
        {
            return new PartInspection(name, rows.Count, rows.ClassCounts(), repeated, 0, null, ImageSummary.Of(rows));
        }

        var texts = new EncodedTexts(rows, tokenizer, maxLength);
        int[] lengths = [.. Enumerable.Range(0, texts.Count).Select(texts.WholeLengthOf)];
        int empty = rows.Count(row => row is TextExample text && string.IsNullOrWhiteSpace(text.Text) && string.IsNullOrWhiteSpace(text.TextPair));
        return new PartInspection(name, rows.Count, rows.ClassCounts(), repeated, empty, LengthSummary.Of(lengths, maxLength), null);
    }

    private static string Size(ImageProcessor processor) =>
        processor.HasFixedSize ? $"{processor.OutputSize.Height} × {processor.OutputSize.Width}" : "as they are";
}
