using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;
using Graft.Jobs.Machine;

namespace Graft.Cli.Verbs;

/// <summary>`graft doctor`: what Graft finds on the machine.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell it as a JSON line");

    public DoctorVerb()
        : base("doctor", "Look at the machine: libraries, processor, speeds, and what to do about problems")
    {
        Options.Add(_json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft doctor", "graft doctor --json"];

    /// <inheritdoc/>
    public override string Remarks => "Exit code 1 if something stands in the way of training and prediction.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json), isHealthy = true;
        int code = JobRunner.Run(json, stopNotice: null, _ =>
        {
            Diagnosis diagnosis = DoctorJob.Run(Directory.GetCurrentDirectory());
            DoctorOutput.Show(json, diagnosis);
            isHealthy = diagnosis.IsHealthy;
            return true;
        });
        return code == ExitCode.Success && !isHealthy ? ExitCode.BadInput : code;
    }
}
