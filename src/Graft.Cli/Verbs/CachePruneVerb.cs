using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;

namespace Graft.Cli.Verbs;

/// <summary>`graft cache prune`.</summary>
internal sealed class CachePruneVerb : Verb
{
    private readonly Argument<string?> _name = new("NAME") { Description = "A repository to remove as a whole: organisation/name [none]", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _dryRun = OptionKinds.Switch("--dry-run", "Only tell what would be removed");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell it as a JSON line");

    public CachePruneVerb()
        : base("prune", "Remove old commits, contents that nothing leads to and downloads cut off, or a whole repository")
    {
        Arguments.Add(_name);
        Options.Add(_dryRun);
        Options.Add(_json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft cache prune --dry-run", "graft cache prune", "graft cache prune stanfordnlp/imdb"];

    /// <inheritdoc/>
    public override string Remarks => "The newest commit of every branch and tag stays, and what another process is writing.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        return JobRunner.Run(json, "stopping.", _ =>
        {
            HubOutput.Show(json, HubCacheJob.Prune(parsed.GetValue(_name), parsed.GetValue(_dryRun)));
            return true;
        });
    }
}
