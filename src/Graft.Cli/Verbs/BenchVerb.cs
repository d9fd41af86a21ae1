using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs.Benchmarks;
using Graft.Tensors;

namespace Graft.Cli.Verbs;

/// <summary>`graft bench`: how fast this machine trains and predicts.</summary>
internal sealed class BenchVerb : Verb
{
    private readonly Argument<BenchCase?> _case = OptionKinds.ChoiceArgument<BenchCase>("case", "What to measure [step]");
    private readonly Option<BenchModel?> _model = OptionKinds.Choice<BenchModel>("--model", "The model's sizes; weights are random [bert-base]");
    private readonly Option<int?> _batchSize = OptionKinds.Count("--batch", "Rows a step [4]");
    private readonly Option<int?> _length = OptionKinds.Count("--length", "Tokens of a text, at most 512 [512]", least: 2);
    private readonly Option<int?> _repeats = OptionKinds.Count("--repeats", "Times it is measured [5]");
    private readonly Option<bool> _wholeAttention = OptionKinds.Switch("--no-attention-dropout", "Leave attention probabilities whole");
    private readonly Option<ComputeFormat?> _format = OptionKinds.Choice<ComputeFormat>("--dtype", "The format of matrix products [auto: the faster one here]");
    private readonly Option<int?> _threads = OptionKinds.Count("--threads", "Threads that compute [one a core]");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell it as a JSON line");

    public BenchVerb()
        : base("bench", "Measure speeds beside the machine's own rate of matrix products")
    {
        Arguments.Add(_case);
        Option[] options = [_model, _batchSize, _length, _repeats, _wholeAttention, _format, _threads, _json];
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
        return JobRunner.Run(json, "stopping.", _ =>
        {
            BenchOptions defaults = new() { Case = parsed.GetValue(_case) ?? BenchCase.Step };
            BenchOutput.Show(json, BenchJob.Run(defaults with
            {
                Model = parsed.GetValue(_model) ?? defaults.Model,
                BatchSize = parsed.GetValue(_batchSize) ?? defaults.BatchSize,
                Length = parsed.GetValue(_length) ?? defaults.Length,
                Repeats = parsed.GetValue(_repeats) ?? defaults.Repeats,
                AttentionDropout = !parsed.GetValue(_wholeAttention),
                Format = parsed.GetValue(_format) ?? defaults.Format,
                Threads = parsed.GetValue(_threads),
            }));
            return true;
        });
    }
}
