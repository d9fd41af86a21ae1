namespace Graft.Cli.Verbs;

/// <summary>`graft cache`: looks after the files that came from the hub.</summary>
internal sealed class CacheVerb : Verb
{
    public CacheVerb()
        : base("cache", "List, check or tidy the files that came from the hub")
    {
        Subcommands.Add(new CacheListVerb());
        Subcommands.Add(new CacheVerifyVerb());
        Subcommands.Add(new CachePruneVerb());
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft cache list", "graft cache verify --remove", "graft cache prune --dry-run"];

    /// <inheritdoc/>
    public override string Remarks => "The cache is that of the public tools: HF_HUB_CACHE, else HF_HOME/hub, else ~/.cache/huggingface/hub.";
}
