using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Hub;
using Graft.Jobs;

namespace Graft.Cli.Verbs;

/// <summary>`graft download`: gets a model or a dataset from the hub.</summary>
internal sealed class DownloadVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "organisation/name, with @revision for a branch, a tag or a commit" };
    private readonly Option<bool> _dataset = OptionKinds.Switch("--dataset", "The name is a dataset's: its Parquet files are downloaded, or CSV and JSON Lines files where it has none");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell everything as JSON lines; the last has \"folder\"");

    public DownloadVerb()
        : base("download", "Download a model or a dataset from the hub, or its news")
    {
        Arguments.Add(_name);
        Options.Add(_dataset);
        Options.Add(_json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "graft download google-bert/bert-base-uncased",
        "graft download --dataset stanfordnlp/imdb",
        "graft download org/model@v1.0",
    ];

    /// <inheritdoc/>
    public override string Remarks =>
        "It goes into the cache of the public tools: HF_HUB_CACHE, else HF_HOME/hub, else ~/.cache/huggingface/hub. HF_TOKEN, HF_ENDPOINT\n"
        + "and HF_HUB_OFFLINE are heeded. A cut download goes on where it stopped; every file is checked against its hash.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        var options = new DownloadJobOptions { Name = parsed.GetValue(_name)!, Kind = parsed.GetValue(_dataset) ? RepoKind.Dataset : RepoKind.Model };
        return JobRunner.Run(json, "stopping; what has come is kept.", cancellation =>
        {
            DownloadOutput.Show(json, tell => DownloadJob.Run(options, tell, cancellation));
            return true;
        });
    }
}
