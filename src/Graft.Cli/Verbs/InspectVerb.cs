using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;

namespace Graft.Cli.Verbs;

/// <summary>`graft inspect`: what is in data or a model's folder.</summary>
internal sealed class InspectVerb : Verb
{
    private readonly DataReadingOptions _reading = new();
    private readonly Argument<string> _target = new("DATA|FOLDER") { Description = "Data, here or on the hub, or a model's folder" };
    private readonly Option<string?> _model = OptionKinds.Text("--model", "The model whose tokenizer counts the tokens of texts [the shipped one]", "folder");
    private readonly Option<int?> _maxLength = OptionKinds.Count("--max-length", "Tokens after which texts would be cut [what the tokenizer says]");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell it as a JSON line");

    public InspectVerb()
        : base("inspect", "Tell what is in data or a model's folder, without training")
    {
        Arguments.Add(_target);
        Option[] own = [_json, _model, _maxLength];
        Array.ForEach(own, Options.Add);
        _reading.AddTo(this, labels: true);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft inspect samples/fashion", "graft inspect reviews.csv", "graft inspect runs/latest --json"];

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        var options = new InspectJobOptions
        {
            Target = parsed.GetValue(_target)!,
            DataOptions = _reading.Read(parsed),
            Model = parsed.GetValue(_model),
            MaxLength = parsed.GetValue(_maxLength),
        };
        return JobRunner.Run(json, "stopping.", _ =>
        {
            if (InspectJob.IsModel(options.Target))
            {
                InspectOutput.Show(json, InspectJob.InspectModel(options.Target));
            }
            else
            {
                InspectOutput.Show(json, InspectJob.InspectData(options));
            }

            return true;
        });
    }
}
