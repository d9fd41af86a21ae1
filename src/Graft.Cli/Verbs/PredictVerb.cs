using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;
using Graft.Pipelines;
using Graft.Tensors;

namespace Graft.Cli.Verbs;

/// <summary>`graft predict`: labels and scores for texts or images.</summary>
internal sealed class PredictVerb : Verb
{
    private readonly DataReadingOptions _reading = new();
    private readonly Argument<string> _folder = new("FOLDER") { Description = "A trained folder, or org/name[@revision] on the hub" };
    private readonly Argument<string[]> _inputs = new("INPUTS")
    {
        Description = "Texts, files (.txt with a text a line, .csv, .tsv, .jsonl, .parquet, images), folders of images; - or nothing for standard input",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<int?> _topK = OptionKinds.Count("--top-k", "Labels a prediction [1 for texts, 5 for images; several labels a row: those of the threshold]");
    private readonly Option<double?> _threshold = OptionKinds.Number("--threshold", "The least score of a label, 0 to 1: all labels that have it, perhaps none [0.5 for several labels a row, else none]", most: 1);
    private readonly Option<string?> _output = OptionKinds.Text("--output", "Write the predictions to this .csv or .jsonl file, behind the columns of the input", "file");
    private readonly Option<int?> _batchSize = OptionKinds.Count("--batch-size", "Rows a forward pass [6 images, or texts of 2,048 tokens in all]");
    private readonly Option<int?> _maxLength = OptionKinds.Count("--max-length", "Tokens after which texts are cut [as in training, or what the model takes]");
    private readonly ChoiceOption<ScoreFunction> _function = new("--function", "What turns logits into scores [by the model]");
    private readonly ChoiceOption<ComputeFormat> _format = new("--dtype", "Format of products [auto: float32 or bfloat16, what is faster here where there is enough to do]");
    private readonly ChoiceOption<DeviceChoice> _device = OptionKinds.Device();
    private readonly Option<int?> _threads = OptionKinds.Count("--threads", "Threads that compute [one a core]");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "A JSON line an input: [{\"label\":…,\"score\":…,\"input\":\"reviews.csv, line 2\"},…]");

    public PredictVerb()
        : base("predict", "Label texts or images with a trained folder")
    {
        Arguments.Add(_folder);
        Arguments.Add(_inputs);
        Option[] own = [_topK, _threshold, _output, _json, _batchSize, _maxLength, _function, _format, _device, _threads];
        Array.ForEach(own, Options.Add);
        _reading.AddTo(this, labels: false);
        Validators.Add(result =>
        {
            if (result.GetValue(_inputs) is not { Length: > 0 } && !Console.IsInputRedirected)
            {
                result.AddError("There is nothing to predict: give texts, files or folders, or - to type texts, a line each.");
            }
        });
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "graft predict runs/latest \"The battery died after two days.\" \"Works well.\"",
        "graft predict runs/latest photo.png more/*.png --top-k 3",
        "graft predict runs/latest reviews.csv --text-column review --output labelled.csv",
        "cat lines.txt | graft predict runs/latest --json",
    ];

    /// <inheritdoc/>
    public override string Remarks =>
        "A file of predictions has the columns of the input, then label and score (predicted_label and predicted_score where the input has such columns), or in .jsonl predictions. "
        + "Labels of a threshold stand in one field, with commas between them, and so do their scores.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        var options = new PredictJobOptions
        {
            Folder = parsed.GetValue(_folder)!,
            Inputs = parsed.GetValue(_inputs) ?? [],
            Output = parsed.GetValue(_output),
            Pipeline = new PipelineOptions
            {
                TopK = parsed.GetValue(_topK),
                Threshold = parsed.GetValue(_threshold),
                BatchSize = parsed.GetValue(_batchSize),
                MaxLength = parsed.GetValue(_maxLength),
                Format = _format.Read(parsed) ?? ComputeFormat.Auto,
                Device = _device.Read(parsed) ?? DeviceChoice.Auto,
                Function = _function.Read(parsed) ?? ScoreFunction.Auto,
            },
            DataOptions = _reading.Read(parsed),
            Threads = parsed.GetValue(_threads),
            AnswersAtOnce = !Console.IsInputRedirected && parsed.GetValue(_inputs)?.Contains("-") == true,
        };
        return JobRunner.Run(json, "stopping.", cancellation =>
        {
            using var input = new InterruptibleStream(Console.OpenStandardInput(), cancellation);
            using var progress = ProgressLine.Create(isWanted: !json && !options.AnswersAtOnce);
            using PredictJob job = PredictJob.Open(options, Note, cancellation);
            using var output = new PredictOutput(json, job.Labels);
            long count = job.Run(input, Show, cancellation, happened => progress?.Take(happened));
            progress?.Clear();
            if (options.Output is { } file)
            {
                output.TellWritten(count, file);
            }

            return true;

            void Note(string text)
            {
                progress?.Clear();
                Console.Error.WriteLine($"graft: {Figures.Printable(text)}");
            }

            void Show(Prediction prediction)
            {
                progress?.Clear();
                output.Write(prediction);
            }
        });
    }
}
