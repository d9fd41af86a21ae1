using Graft.Jobs;
using Graft.Models;
using Graft.Preflight;

namespace Graft.Cli.Output;

/// <summary>Shows what is in data or a model's folder.</summary>
internal static class InspectOutput
{
    private const int LabelWidth = 32;
    private const int LabelsShown = 50;
    private const int ExamplesShown = 5;

    /// <summary>Shows data.</summary>
    /// <param name="json">True for a JSON line.</param>
    /// <param name="data">The data.</param>
    /// <param name="page">The page that was written, or null.</param>
    public static void Show(bool json, DataInspection data, string? page)
    {
        if (json)
        {
            JsonLines.Write(data, EventJson.Default.DataInspection);
            return;
        }

        IScreen screen = Screen.Create();
        bool isImages = data.Kind == InputKind.Image;
        screen.Line($"{data.Data}: {(isImages ? "images" : "texts")}, {Kind(data.ProblemType)}, {Figures.Count(data.Labels.Count, "label")}");
        screen.Table(["part", "rows", "repeated", .. isImages ? new[] { "width", "height", "format" } : ["empty", "shortest", "mean", "median", "95%", "longest", "cut"]],
            data.Parts.Select(part => (IReadOnlyList<string>)[part.Name, Figures.Count(part.Rows), Figures.Count(part.Repeated), .. isImages ? Sizes(part.Images) : Lengths(part)]));
        if (data.Tokenizer is { } tokenizer)
        {
            screen.Line($"Lengths in tokens of {tokenizer}; texts are cut at {data.Parts[0].Lengths?.MaxLength}.");
        }

        if (data.ProblemType != ProblemType.Regression)
        {
            screen.Line();
            screen.Table(["label", .. data.Parts.Select(part => part.Name)], data.Labels.Take(LabelsShown).Select((label, i) =>
                (IReadOnlyList<string>)[Figures.Clip(label, LabelWidth), .. data.Parts.Select(part => Figures.Count(part.RowsPerLabel[i]))]));
            if (data.Labels.Count > LabelsShown)
            {
                screen.Line($"and {Figures.Count(data.Labels.Count - LabelsShown, "more label")}");
            }
        }

        foreach (string note in data.Notes)
        {
            screen.Line(note);
        }

        if (data.Forecast is { } forecast)
        {
            screen.Line($"Training with the default options is expected to take {Figures.Duration(forecast.Seconds)} and {Figures.Bytes(forecast.MemoryBytes)} of memory.");
        }

        foreach (Finding finding in data.Findings)
        {
            FindingOutput.Show(screen, finding, ExamplesShown);
        }

        if (page is not null)
        {
            screen.Line($"Page: {page}");
        }
    }

    /// <summary>Shows a model's folder.</summary>
    public static void Show(bool json, ModelInspection model)
    {
        if (json)
        {
            JsonLines.Write(model, EventJson.Default.ModelInspection);
            return;
        }

        IScreen screen = Screen.Create();
        screen.Line($"{model.Folder}: a model of {(model.Inputs == InputKind.Image ? "images" : "texts")}");
        screen.Line($"family      {model.Family}");
        screen.Line($"parameters  {Figures.Count(model.Parameters)}");
        screen.Line($"weights     {Figures.Bytes(model.WeightBytes)} ({string.Join(", ", model.Formats.Select(format => $"{Figures.Count(format.Value, "tensor")} of {format.Key}"))})");
        screen.Line(model.IsTrained
            ? $"head        {Kind(model.ProblemType)}, {Figures.Count(model.Labels.Count, "label")}: {Figures.Clip(string.Join(", ", model.Labels), 100)}"
            : "head        none: train it first (graft train DATA --model FOLDER)");
        screen.Line(model.ImageSize is { } size
            ? $"images      {size}"
            : $"tokens      at most {model.MaxTokens}, {Figures.Count(model.Vocabulary ?? 0)} known");
        if (model.Unused.Count > 0)
        {
            screen.Line($"not used    {Figures.Clip(string.Join(", ", model.Unused), 100)}");
        }
    }

    private static string Kind(ProblemType? type) => type switch
    {
        ProblemType.Regression => "a number",
        ProblemType.MultiLabel => "several labels a row",
        _ => "one label a row",
    };

    private static string[] Lengths(PartInspection part) => part.Lengths is { } lengths
        ?
        [
            Figures.Count(part.EmptyTexts), Figures.Count(lengths.Shortest), Figures.Number(Math.Round(lengths.Mean, 1)), Figures.Count(lengths.Median),
            Figures.Count(lengths.Percentile95), Figures.Count(lengths.Longest), Figures.Count(lengths.Cut),
        ]
        : ["-", "-", "-", "-", "-", "-", "-"];

    private static string[] Sizes(ImageSummary? images) => images is null
        ? ["-", "-", "-"]
        :
        [
            Range(images.MinWidth, images.MaxWidth), Range(images.MinHeight, images.MaxHeight),
            string.Join(", ", images.Formats.Select(format => $"{Figures.Count(format.Value)} {format.Key}")),
        ];

    private static string Range(int least, int most) => least == most ? Figures.Count(least) : $"{Figures.Count(least)} to {Figures.Count(most)}";
}
