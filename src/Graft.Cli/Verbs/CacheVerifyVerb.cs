using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;

namespace Graft.Cli.Verbs;

/// <summary>`graft cache verify`.</summary>
internal sealed class CacheVerifyVerb : Verb
{
    private readonly Argument<string?> _name = new("NAME") { Description = "A repository: organisation/name [all]", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _remove = OptionKinds.Switch("--remove", "Remove what is wrong, so that the next use downloads it again");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell it as a JSON line");

    public CacheVerifyVerb()
        : base("verify", "Check every file in the cache against its hash, and every link")
    {
        Arguments.Add(_name);
        Options.Add(_remove);
        Options.Add(_json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft cache verify", "graft cache verify google-bert/bert-base-uncased --remove"];

    /// <inheritdoc/>
    public override string Remarks => "Exit code 1 if something is wrong and was not removed.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json), isWell = true;
        int code = JobRunner.Run(json, "stopping.", cancellation =>
        {
            HubCacheCheck check = HubCacheJob.Verify(parsed.GetValue(_name), parsed.GetValue(_remove), cancellation);
            HubOutput.Show(json, check);
            isWell = check.Problems.Count == 0 || check.Removed;
            return true;
        });
        return code == ExitCode.Success && !isWell ? ExitCode.BadInput : code;
    }
}
