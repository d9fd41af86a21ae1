using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;

namespace Graft.Cli.Verbs;

/// <summary>`graft push`: puts a trained folder on the hub.</summary>
internal sealed class PushVerb : Verb
{
    private readonly Argument<string> _folder = new("FOLDER") { Description = "A trained folder" };
    private readonly Argument<string> _name = new("NAME") { Description = "account/name, with @branch for another branch than main" };
    private readonly Option<bool> _private = OptionKinds.Switch("--private", "A new repository is seen by its owner alone");
    private readonly Option<string?> _message = OptionKinds.Text("--message", "The commit's message", "text");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell everything as JSON lines; the last has \"commit\"");

    public PushVerb()
        : base("push", "Put a trained folder with its card on the hub")
    {
        Arguments.Add(_folder);
        Arguments.Add(_name);
        Option[] own = [_private, _message, _json];
        Array.ForEach(own, Options.Add);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft push runs/latest me/reviews-sentiment", "graft push runs/latest me/reviews-sentiment --private"];

    /// <inheritdoc/>
    public override string Remarks => "HF_TOKEN must be a token that may write. The repository is created if there is none. Only the model, its tokenizer or image\nsettings and its card (README.md) go there: no checkpoints, no data.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        var options = new PushJobOptions { Folder = parsed.GetValue(_folder)!, Name = parsed.GetValue(_name)!, IsPrivate = parsed.GetValue(_private) };
        options = options with { Summary = parsed.GetValue(_message) ?? options.Summary };
        return JobRunner.Run(json, "stopping; nothing is committed.", cancellation =>
        {
            HubOutput.Show(json, tell => PushJob.Run(options, tell, cancellation));
            return true;
        });
    }
}
