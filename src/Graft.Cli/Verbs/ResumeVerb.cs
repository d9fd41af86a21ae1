using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;

namespace Graft.Cli.Verbs;

/// <summary>`graft resume`: goes on with an interrupted run.</summary>
internal sealed class ResumeVerb : Verb
{
    private readonly Argument<string> _folder = new("FOLDER") { Description = "The run's folder" };
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell everything as JSON lines");

    public ResumeVerb()
        : base("resume", "Go on with an interrupted training")
    {
        Arguments.Add(_folder);
        Options.Add(_json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft resume runs/reviews-20260102-150405"];

    /// <inheritdoc/>
    public override string Remarks => "It goes on from the newest complete checkpoint, with the data and the settings that the run was started with.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        return JobRunner.Run(json, TrainVerb.StopNotice, cancellation =>
            TrainOutput.Show(json, tell => TrainJob.Resume(parsed.GetValue(_folder)!, tell, data: null, cancellation)));
    }
}
