using Graft.Data;
using Graft.Jobs.Events;
using Graft.Models;
using Graft.Pipelines;
using Graft.Preflight;
using Graft.Preflight.Checks;
using Graft.Preflight.Survey;
using Graft.Reports;
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

    /// <inheritdoc cref="InspectData(InspectJobOptions, Action{JobEvent}, CancellationToken)"/>
    public static DataInspection InspectData(InspectJobOptions options, CancellationToken cancellation = default) => InspectData(options, _ => { }, cancellation);

    /// <summary>Looks into data.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="tell">Gets <see cref="Preparing"/> and <see cref="Downloading"/>.</param>
    /// <param name="cancellation">Stops a download, the look at the rows, or what comes after it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="GraftException">The data cannot be read.</exception>
    public static DataInspection InspectData(InspectJobOptions options, Action<JobEvent> tell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tell);
        using var hub = new HubAccess(tell, cancellation);
        tell(new Preparing("reading data"));
        DatasetParts whole = hub.LoadParts(options.Target, options.DataOptions with { AllowOneClass = true });
        List<string> notes = [.. whole.Notes];
        InputKind kind = whole.Train.Kind;
        string folder = options.Model is { } model ? hub.ModelFolder(model) : ShippedModels.FolderFor(kind);
        Tokenizer? tokenizer = kind == InputKind.Text ? Tokenizer.Load(folder) : null;
        int maxLength = options.MaxLength ?? tokenizer?.ModelMaxLength ?? LengthWhereNothingIsSaid;
        PreflightScan scan = PreflightScan.Of(PartOverlap.Named(whole).Select(part => part.Rows), tokenizer, cancellation, CheckProgress.Of("checking", whole, tell));
        // Where they are not to be left out, a finding names them: a training refuses them.
        Dataset?[] usable = ImageCheck.Run(options.Target, [whole.Train, whole.Validation, whole.Test], skipBad: true, options.DataOptions.SkipBad ? notes.Add : _ => { }, scan);
        var parts = new DatasetParts(usable[0]!, usable[1], usable[2], notes);
        var data = new PreflightData(options.DataOptions.SkipBad ? parts : whole, scan)
        {
            MaxLength = tokenizer is null ? null : maxLength,
            Processor = tokenizer is null ? ImageProcessor.Load(folder) : null,
        };
        cancellation.ThrowIfCancellationRequested();
        List<Finding> findings = [.. PreflightChecks.Run(data, CheckProgress.Of("comparing", whole, tell))];
        cancellation.ThrowIfCancellationRequested();
        tell(new Preparing("estimating a training"));
        RunForecast? forecast = RunForecasting.Of(options, parts, folder, notes.Add);
        if (forecast is not null)
        {
            findings.AddRange(MemoryCheck.Find(forecast.MemoryBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        }

        var inspection = new DataInspection(
            options.Target, kind, parts.Train.Labels.ProblemType, parts.Train.Labels.Names,
            [.. PartOverlap.Named(parts).Select(part => Inspect(part.Name, part.Rows, scan, maxLength))], PartOverlap.Find(parts, scan),
            tokenizer is null ? null : folder, notes, findings, forecast);
        cancellation.ThrowIfCancellationRequested();
        if (options.Page is { } page)
        {
            DataPage.Write(DataReporting.Of(inspection, parts), page);
        }

        return inspection;
    }

    /// <summary>Looks into a model's folder, for what a user said.</summary>
    /// <exception cref="JobException">A page was asked for: there is one of data only.</exception>
    /// <exception cref="GraftException">The folder cannot be opened.</exception>
    public static ModelInspection InspectModel(InspectJobOptions options) => options.Page is null
        ? InspectModel(options.Target)
        : throw new JobException("This is a model's folder, and a page is made of data only.", options.Target, remedy: "Leave --html out, or name data.");

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
            tokenizer is null ? null : MaxTokens.ForPrediction(wanted: null, folder: null, classifier, tokenizer), tokenizer?.VocabularySize,
            readsImages ? Size(ImageProcessor.Load(resolved)) : null);
    }

    private static PartInspection Inspect(string name, Dataset rows, PreflightScan scan, int maxLength)
    {
        RowFacts[] facts = [.. rows.Select(row => scan[row])];
        UInt128[] hashes = [.. facts.Select(row => row.Hash).Where(hash => hash != 0)];
        TextFacts[] texts = [.. facts.OfType<TextFacts>()];
        return new PartInspection(
            name, rows.Count, rows.ClassCounts(), hashes.Length - hashes.Distinct().Count(), texts.Count(text => text.IsEmpty),
            LengthSummary.Of([.. texts.Select(text => text.Tokens)], maxLength), ImageSummary.Of([.. facts.OfType<ImageFacts>().Select(image => image.Header!)]));
    }

    private static string Size(ImageProcessor processor) =>
        processor.HasFixedSize ? $"{processor.OutputSize.Height} × {processor.OutputSize.Width}" : "as they are";
}
