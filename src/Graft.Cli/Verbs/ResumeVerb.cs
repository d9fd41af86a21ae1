using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;
using Graft.Tensors;

namespace Graft.Cli.Verbs;

/// <summary>`graft resume`: goes on with an interrupted run.</summary>
internal sealed class ResumeVerb : Verb
{
    private readonly Argument<string> _folder = new("FOLDER") { Description = "The run's folder" };
    private readonly ChoiceOption<DeviceChoice> _device = OptionKinds.Device("that of the start");
    private readonly Option<bool> _allowChanges = AllowChanges();
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell everything as JSON lines");

    public ResumeVerb()
        : base("resume", "Go on with an interrupted training")
    {
        Arguments.Add(_folder);
        Options.Add(_device);
        Options.Add(_allowChanges);
        Options.Add(_json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft resume runs/reviews-20260102-150405", "graft resume runs/latest --allow-changes"];

    /// <inheritdoc/>
    public override string Remarks => 
        "It goes on from the newest checkpoint that is whole, with the data and the settings that the run was started with; damaged ones are named and passed over. Where data or settings have changed, each difference is named and nothing is done, unless --allow-changes is given. Other settings: graft train --resume FOLDER --epochs 5 --allow-changes.";

    /// <inheritdoc/>
    public override string? AboutUnknown(string typed) => LikelyOptions.Has(new TrainVerb(), typed)
        ? "A run goes on with the settings it was started with. Others are given to graft train: graft train --resume FOLDER --epochs 5 --allow-changes."
        : null;

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        return JobRunner.Run(json, TrainVerb.StopNotice, cancellation => TrainOutput.Show(json, tell => TrainJob.Resume(
            parsed.GetValue(_folder)!, tell, started => started with { Device = _device.Read(parsed) ?? started.Device }, parsed.GetValue(_allowChanges), cancellation)));
    }

    /// <summary>The option that takes data and settings as they are now.</summary>
    public static Option<bool> AllowChanges() => OptionKinds.Switch("--allow-changes", "Go on even if data or settings are not those of the checkpoint; each difference is told");
}
