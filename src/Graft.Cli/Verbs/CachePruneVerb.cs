using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Hub;
using Graft.Jobs;

namespace Graft.Cli.Verbs;

/// <summary>`graft cache prune`.</summary>
internal sealed class CachePruneVerb : Verb
{
    private readonly Argument<string?> _name = new("NAME") { Description = "A repository to remove as a whole: organisation/name [none]", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _model = OptionKinds.Switch("--model", "Only models; of NAME the model, where a dataset has the same name");
    private readonly Option<bool> _dataset = OptionKinds.Switch("--dataset", "Only datasets; of NAME the dataset");
    private readonly Option<bool> _dryRun = OptionKinds.Switch("--dry-run", "Only tell what would be removed");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell it as a JSON line");

    public CachePruneVerb()
        : base("prune", "Remove old commits, contents that nothing leads to and downloads cut off, or a whole repository")
    {
        Arguments.Add(_name);
        Options.Add(_model);
        Options.Add(_dataset);
        Options.Add(_dryRun);
        Options.Add(_json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft cache prune --dry-run", "graft cache prune", "graft cache prune stanfordnlp/imdb", "graft cache prune --dataset me/films"];

    /// <inheritdoc/>
    public override string Remarks => "The newest commit of every branch and tag stays, and what another process is downloading.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        RepoKind? kind = (parsed.GetValue(_model), parsed.GetValue(_dataset)) switch
        {
            (true, false) => RepoKind.Model,
            (false, true) => RepoKind.Dataset,
            _ => null,
        };
        return JobRunner.Run(json, "stopping.", _ =>
        {
            HubOutput.Show(json, HubCacheJob.Prune(parsed.GetValue(_name), parsed.GetValue(_dryRun), kind));
            return true;
        });
    }
}
