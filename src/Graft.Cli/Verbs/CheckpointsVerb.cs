using System.CommandLine;
using System.CommandLine.Parsing;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;

namespace Graft.Cli.Verbs;

/// <summary>`graft checkpoints`: what a run can be gone on from.</summary>
internal sealed class CheckpointsVerb : Verb
{
    private readonly Argument<string> _folder = new("FOLDER") { Description = "The run's folder" };
    private readonly Option<bool> _verify = OptionKinds.Switch("--verify", "Read all files through and compare their hashes");
    private readonly Option<bool> _prune = OptionKinds.Switch("--prune", "Remove all but the newest and the best; damaged ones too");
    private readonly Option<int?> _keep = OptionKinds.Count("--keep", "With --prune: how many of the newest stay [1]");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell it as JSON lines, one a checkpoint");

    public CheckpointsVerb()
        : base("checkpoints", "List, verify and prune the checkpoints of a run")
    {
        Arguments.Add(_folder);
        Option[] own = [_verify, _prune, _keep, _json];
        Array.ForEach(own, Options.Add);
        Validators.Add(Check);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft checkpoints runs/latest", "graft checkpoints runs/latest --verify --json", "graft checkpoints runs/latest --prune --keep 2"];

    /// <inheritdoc/>
    public override string Remarks => "It ends with 1 if a checkpoint is damaged. The best one and the newest that is whole are never removed.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json), hasDamage = false;
        int code = JobRunner.Run(json, "stopping.", cancellation =>
        {
            IReadOnlyList<CheckpointEntry> entries = CheckpointsJob.Run(
                new CheckpointsJobOptions
                {
                    Folder = parsed.GetValue(_folder)!,
                    Verify = parsed.GetValue(_verify),
                    Keep = parsed.GetValue(_prune) ? parsed.GetValue(_keep) ?? 1 : null,
                },
                cancellation);
            CheckpointsOutput.Show(json, parsed.GetValue(_folder)!, entries);
            hasDamage = entries.Any(entry => entry is { State: CheckpointState.Damaged, IsRemoved: false });
            return true;
        });
        return code == ExitCode.Success && hasDamage ? ExitCode.BadInput : code;
    }

    private void Check(CommandResult result)
    {
        if (result.GetResult(_keep) is { Implicit: false } && !result.Given(_prune))
        {
            result.AddError("--keep is for --prune.");
        }
    }
}
