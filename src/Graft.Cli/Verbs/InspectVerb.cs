using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;
using Graft.Preflight;

namespace Graft.Cli.Verbs;

/// <summary>`graft inspect`: what is in data or a model's folder.</summary>
internal sealed class InspectVerb : Verb
{
    private readonly DataReadingOptions _reading = new();
    private readonly Argument<string> _target = new("DATA|FOLDER") { Description = "Data, here or on the hub, or a model's folder" };
    private readonly Option<string?> _model = OptionKinds.Text("--model", "The model whose tokenizer counts the tokens of texts, or that takes the images: a folder, or org/name[@revision] on the hub [the shipped one]", "folder|name");
    private readonly Option<int?> _maxLength = OptionKinds.Count("--max-length", "Tokens after which texts would be cut [what the tokenizer says]");
    private readonly Option<string?> _html = OptionKinds.Text("--html", "Write a page with what was found and samples of each class", "file");
    private readonly Option<bool> _strict = OptionKinds.Switch("--strict", "End with exit code 3 if the checks find more than notes");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell it as a JSON line");

    public InspectVerb()
        : base("inspect", "Tell what is in data or a model's folder, without training")
    {
        Arguments.Add(_target);
        Option[] own = [_json, _html, _strict, _model, _maxLength];
        Array.ForEach(own, Options.Add);
        _reading.AddTo(this, labels: true);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft inspect samples/fashion", "graft inspect reviews.csv --html reviews.html", "graft inspect photos/ --strict", "graft inspect runs/latest --json"];

    /// <inheritdoc/>
    public override string Remarks => "docs/preflight.md says what each [code] of a finding means. Exit code 3: --strict, and there was more than notes.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        var options = new InspectJobOptions
        {
            Target = parsed.GetValue(_target)!,
            DataOptions = _reading.Read(parsed),
            Model = parsed.GetValue(_model),
            MaxLength = parsed.GetValue(_maxLength),
            Page = parsed.GetValue(_html),
        };
        return JobRunner.Run(json, "stopping.", cancellation =>
        {
            if (InspectJob.IsModel(options.Target))
            {
                InspectOutput.Show(json, InspectJob.InspectModel(options));
            }
            else
            {
                DataInspection data;
                using (var progress = ProgressLine.Create(isWanted: !json))
                {
                    data = InspectJob.InspectData(options, happened => progress?.Take(happened), cancellation);
                }

                InspectOutput.Show(json, data, options.Page);
                if (parsed.GetValue(_strict))
                {
                    PreflightException.ThrowIfAny(data.Data, data.Findings);
                }
            }

            return true;
        });
    }
}
