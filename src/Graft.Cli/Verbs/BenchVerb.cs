using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs.Benchmarks;
using Graft.Tensors;

namespace Graft.Cli.Verbs;

/// <summary>`graft bench`: how fast this machine trains and predicts.</summary>
internal sealed class BenchVerb : Verb
{
    private readonly ChoiceArgument<BenchCase> _case = new("case", "What to measure [step]");
    private readonly ChoiceOption<BenchModel> _model = new("--model", "The model's sizes; weights are random [bert-base]");
    private readonly Option<int?> _batchSize = OptionKinds.Count("--batch", "Rows a step [4]");
    private readonly Option<int?> _length = OptionKinds.Count("--length", "Tokens of a text, at most 512 [512]", least: 2, most: 512);
    private readonly Option<int?> _repeats = OptionKinds.Count("--repeats", "Times it is measured [5]");
    private readonly Option<bool> _wholeAttention = OptionKinds.Switch("--no-attention-dropout", "Leave attention probabilities whole");
    private readonly Option<bool> _checkpoint = OptionKinds.Switch("--checkpoint-activations", "Run layers again in the backward pass of a step, to save memory");
    private readonly ChoiceOption<ComputeFormat> _format = new("--dtype", "The format of matrix products [auto: the faster one here]");
    private readonly Option<int?> _threads = OptionKinds.Count("--threads", "Threads that compute [one a core]");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell it as a JSON line");

    public BenchVerb()
        : base("bench", "Measure speeds beside the machine's own rate of matrix products")
    {
        Arguments.Add(_case);
        Option[] options = [_model, _batchSize, _length, _repeats, _wholeAttention, _checkpoint, _format, _threads, _json];
        Array.ForEach(options, Options.Add);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["graft bench step --model bert-base --batch 4 --length 512", "graft bench predict --model minilm", "graft bench start --json"];

    /// <inheritdoc/>
    public override string Remarks => "The rate of the machine is measured between the repeats: compare ratios, not seconds.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        return JobRunner.Run(json, "stopping.", cancellation =>
        {
            BenchOptions defaults = new() { Case = _case.Read(parsed) ?? BenchCase.Step };
            BenchOutput.Show(json, BenchJob.Run(defaults with
            {
                Model = _model.Read(parsed) ?? defaults.Model,
                BatchSize = parsed.GetValue(_batchSize) ?? defaults.BatchSize,
                Length = parsed.GetValue(_length) ?? defaults.Length,
                Repeats = parsed.GetValue(_repeats) ?? defaults.Repeats,
                AttentionDropout = !parsed.GetValue(_wholeAttention),
                CheckpointActivations = parsed.GetValue(_checkpoint),
                Format = _format.Read(parsed) ?? defaults.Format,
                Threads = parsed.GetValue(_threads),
            }, cancellation));
            return true;
        });
    }
}
