using System.CommandLine;
using System.CommandLine.Parsing;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;

namespace Graft.Cli.Verbs;

/// <summary>`graft train`: from data to a trained folder.</summary>
internal sealed class TrainVerb : Verb
{
    /// <summary>What the first Ctrl-C of a training says.</summary>
    public const string StopNotice = "stopping after this step and saving; once more stops at once.";

    private readonly TrainingOptionSet _options = new();
    private readonly Argument<string?> _data = new("DATA")
    {
        Description = "A folder with train, validation and test parts; a CSV, TSV, JSONL or Parquet file; a folder of class folders; or a dataset of the hub: org/name, org/name:configuration@revision. Slices: data.csv[:1000], folder[10%:20%]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _resume = OptionKinds.Text("--resume", "Go on with an interrupted run; settings that are given again must be those it was started with, or allowed to change", "folder");
    private readonly Option<bool> _allowChanges = ResumeVerb.AllowChanges();
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell everything as JSON lines");

    public TrainVerb()
        : base("train", "Fine-tune a pretrained model on your data")
    {
        Arguments.Add(_data);
        _options.AddTo(this);
        Options.Add(_resume);
        Options.Add(_allowChanges);
        Options.Add(_json);
        Validators.Add(Check);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "graft train samples/reviews",
        "graft train reviews.csv --text-column review --label-column stars --epochs 3",
        "graft train photos/ --output runs/photos --seed 1",
        "graft train \"imdb.parquet[:1000]\" --stratify --model models/minilm-l6-h384-uncased --recipe reference",
        "graft train \"stanfordnlp/imdb[train[:1000]+test[:500]]\" --stratify --model google-bert/bert-base-uncased",
        "graft train --resume runs/latest",
    ];

    /// <inheritdoc/>
    public override string Remarks => "What is not given is the recipe's choice. Ctrl-C stops after the step and saves; graft resume FOLDER goes on.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        return JobRunner.Run(json, StopNotice, cancellation => TrainOutput.Show(json, tell => parsed.GetValue(_resume) is { } folder
            ? TrainJob.Resume(folder, tell, started => _options.Change(parsed, started, parsed.GetValue(_data)), parsed.GetValue(_allowChanges), cancellation)
            : TrainJob.Run(_options.Read(parsed, parsed.GetValue(_data)!), tell, cancellation)));
    }

    private void Check(CommandResult result)
    {
        if (result.GetResult(_resume) is null)
        {
            if (result.GetValue(_data) is null)
            {
                result.AddError("DATA is missing: a file or folder to train on.");
            }

            if (result.Given(_allowChanges))
            {
                result.AddError("--allow-changes is for --resume.");
            }

            return;
        }

        foreach (SymbolResult child in result.Children)
        {
            if (child is OptionResult { Implicit: false, Option: var option } && option != _resume && option != _json && option != _allowChanges && !_options.CanChange(option))
            {
                result.AddError($"A run goes on in its folder, with its model and the way its data was read: leave {option.Name} out.");
            }
        }
    }
}
