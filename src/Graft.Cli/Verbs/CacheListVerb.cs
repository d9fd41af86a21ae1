using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;

namespace Graft.Cli.Verbs;

/// <summary>`graft cache list`.</summary>
internal sealed class CacheListVerb : Verb
{
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell it as a JSON line");

    public CacheListVerb()
        : base("list", "List the repositories in the cache, their revisions and sizes")
    {
        Options.Add(_json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft cache list", "graft cache list --json"];

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        return JobRunner.Run(json, "stopping.", _ =>
        {
            HubOutput.Show(json, HubCacheJob.List());
            return true;
        });
    }
}
