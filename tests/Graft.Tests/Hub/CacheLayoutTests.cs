using Graft.Hub;
using Graft.LocalHub;

namespace Graft.Tests.Hub;

/// <summary>The cache is that of the public tools: what either side wrote, the other finds.</summary>
public sealed class CacheLayoutTests
{
    [Fact]
    public async Task A_download_leaves_the_public_layout_byte_for_byte_in_names_and_links()
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient client = bench.Client();

        client.Model(HubBench.ModelName);

        string commit = bench.Model.Head;
        IReadOnlyDictionary<string, LocalFile> files = bench.Model.Files(commit);
        string[] wanted = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"];
        string[] expected =
        [
            "models--org--tiny/refs/main",
            $".locks/models--org--tiny/{commit}.lock",
            .. wanted.Select(name => $".locks/models--org--tiny/{files[name].Etag}.lock"),
            .. wanted.Select(name => $"models--org--tiny/blobs/{files[name].Etag}"),
            .. wanted.Select(name => $"models--org--tiny/snapshots/{commit}/{name} -> ../../blobs/{files[name].Etag}"),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), bench.Tree());
        Assert.Equal(commit, File.ReadAllText(Path.Combine(bench.ModelCache, "refs", "main")));
    }

    [Fact]
    public async Task Files_in_folders_get_links_that_lead_up_as_far_as_needed()
    {
        await using HubBench bench = await HubBench.StartAsync();
        LocalRepo data = bench.Server.Add("datasets", "org/data");
        LocalFile file = LocalFile.Of(new byte[50], isLarge: true);
        data.Commit(new Dictionary<string, LocalFile> { ["plain/text/train-00000-of-00001.parquet"] = file });
        using HubClient client = bench.Client();

        string folder = client.Download(RepoKind.Dataset, "org/data");

        Assert.Equal(
            $"../../../../blobs/{file.Etag}", new FileInfo(Path.Combine(folder, "plain", "text", "train-00000-of-00001.parquet")).LinkTarget);
        Assert.True(Directory.Exists(Path.Combine(bench.Cache, "datasets--org--data")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cache_laid_out_by_hand_is_used_without_any_request(bool offline)
    {
        await using HubBench bench = await HubBench.StartAsync();
        string commit = new('c', 40);
        string snapshot = Path.Combine(bench.ModelCache, "snapshots", commit);
        Directory.CreateDirectory(snapshot);
        Directory.CreateDirectory(Path.Combine(bench.ModelCache, "blobs"));
        Directory.CreateDirectory(Path.Combine(bench.ModelCache, "refs"));
        File.WriteAllText(Path.Combine(bench.ModelCache, "refs", "main"), commit);
        foreach ((string name, char etag) in new[] { ("config.json", 'a'), ("model.safetensors", 'b'), ("tokenizer.json", 'd') })
        {
            File.WriteAllText(Path.Combine(bench.ModelCache, "blobs", new string(etag, 40)), name);
            File.CreateSymbolicLink(Path.Combine(snapshot, name), $"../../blobs/{new string(etag, 40)}");
        }

        using HubClient client = bench.Client(options => options with { IsOffline = offline });

        Assert.Equal(snapshot, client.Model(HubBench.ModelName));
        Assert.Equal(snapshot, client.Model($"{HubBench.ModelName}@{commit}"));
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task Asking_for_news_downloads_only_what_changed()
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient client = bench.Client();
        string first = client.Model(HubBench.ModelName);
        bench.Model.Commit(HubBench.ModelFiles(seed: 2));
        bench.Server.ForgetRequests();

        Assert.Equal(first, client.Model(HubBench.ModelName));
        Assert.Empty(bench.Server.Requests);
        string second = client.Download(RepoKind.Model, HubBench.ModelName);

        Assert.Equal(bench.Model.Head, Path.GetFileName(second));
        Assert.Equal(second, client.Model(HubBench.ModelName));
        Assert.Single(bench.Server.Requests, request => request.Method == "GET" && request.Host == "storage");
        Assert.Equal(bench.Expected(HubBench.Weights).Length, bench.Server.ContentBytes);
    }

    [Fact]
    public async Task Without_links_a_snapshot_holds_plain_files()
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient client = bench.Client(options => options with { UsesLinks = false });

        string folder = client.Model(HubBench.ModelName);

        Assert.Null(new FileInfo(Path.Combine(folder, HubBench.Weights)).LinkTarget);
        Assert.Equal(bench.Expected(HubBench.Weights), File.ReadAllBytes(Path.Combine(folder, HubBench.Weights)));
        bench.Server.ForgetRequests();
        Assert.Equal(folder, client.Model(HubBench.ModelName));
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task A_repository_that_moved_is_found_under_its_old_name()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Moved["tiny-old"] = HubBench.ModelName;
        using HubClient client = bench.Client();

        string folder = client.Model("tiny-old");

        Assert.Contains("models--tiny-old", folder, StringComparison.Ordinal);
        Assert.Equal(bench.Expected("config.json"), File.ReadAllBytes(Path.Combine(folder, "config.json")));
    }

    [Fact]
    public async Task Shards_are_found_through_the_index()
    {
        await using HubBench bench = await HubBench.StartAsync();
        Dictionary<string, LocalFile> files = HubBench.ModelFiles();
        files.Remove(HubBench.Weights);
        files["model.safetensors.index.json"] = HubBench.Text("""{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}""");
        files["model-00001-of-00002.safetensors"] = LocalFile.Of(new byte[10], isLarge: true);
        files["model-00002-of-00002.safetensors"] = LocalFile.Of(new byte[20], isLarge: true);
        files["model.fp16.safetensors"] = LocalFile.Of(new byte[30], isLarge: true);
        bench.Model.Commit(files);
        using HubClient client = bench.Client();

        string folder = client.Model(HubBench.ModelName);

        Assert.Equal(
            ["config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json", "tokenizer.json", "tokenizer_config.json"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        File.Delete(Path.Combine(folder, "model-00002-of-00002.safetensors"));
        using HubClient offline = bench.Client(options => options with { IsOffline = true });
        Assert.Contains("lacks model-00002-of-00002.safetensors", Assert.Throws<HubException>(() => offline.Model(HubBench.ModelName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_of_pickles_is_refused_with_advice_and_nothing_downloaded()
    {
        await using HubBench bench = await HubBench.StartAsync();
        Dictionary<string, LocalFile> files = HubBench.ModelFiles();
        files.Remove(HubBench.Weights);
        bench.Model.Commit(files);
        using HubClient client = bench.Client();

        HubException error = Assert.Throws<HubException>(() => client.Model(HubBench.ModelName));

        Assert.Equal(HubFailure.NotUsable, error.Failure);
        Assert.Contains("pytorch_model.bin", error.Message, StringComparison.Ordinal);
        Assert.Contains("refs/pr", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, bench.Server.ContentBytes);
    }

    [Theory]
    [InlineData("SFconvertbot", "open", "Adding `safetensors` variant of this model", true, true)]
    [InlineData("SFConvertBot", "open", "Adding `safetensors` variant of this model", true, true)]
    [InlineData("somebody", "open", "Adding `safetensors` variant of this model", true, false)]
    [InlineData("SFconvertbot", "closed", "Adding `safetensors` variant of this model", true, false)]
    [InlineData("SFconvertbot", "open", "Something else", true, false)]
    [InlineData("SFconvertbot", "open", "Adding `safetensors` variant of this model", false, false)]
    public async Task Of_a_repository_of_pickles_the_pull_request_of_the_hubs_converter_is_named(string author, string status, string title, bool isMadeOfHead, bool isNamed)
    {
        await using HubBench bench = await HubBench.StartAsync();
        Dictionary<string, LocalFile> files = HubBench.ModelFiles();
        files.Remove(HubBench.Weights);
        string head = bench.Model.Commit(files);
        object[] discussions =
        [
            new { num = 3, title = "A question", status = "open", isPullRequest = false },
            new { num = 7, title, status, isPullRequest = true, author = new { name = author } },
        ];
        bench.Server.Faults.Answers["/discussions"] = (200, System.Text.Json.JsonSerializer.Serialize(new { discussions, start = 0, count = 2 }));
        bench.Server.Faults.Answers["/commits/refs%2Fpr%2F7"] = (200, $"[{{\"id\": \"{new string('a', 40)}\"}}, {{\"id\": \"{(isMadeOfHead ? head : new string('b', 40))}\"}}]");
        using HubClient client = bench.Client();

        HubException error = Assert.Throws<HubException>(() => client.Model(HubBench.ModelName));

        Assert.Equal(HubFailure.NotUsable, error.Failure);
        Assert.Contains(isNamed ? "--model org/tiny@refs/pr/7." : "@refs/pr/1", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(0, bench.Server.ContentBytes);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, "[]")]
    [InlineData(200, "{\"discussions\": [{}]}")]
    public async Task A_hub_that_does_not_tell_of_pull_requests_leaves_the_advice_as_it_is(int status, string answer)
    {
        await using HubBench bench = await HubBench.StartAsync();
        Dictionary<string, LocalFile> files = HubBench.ModelFiles();
        files.Remove(HubBench.Weights);
        bench.Model.Commit(files);
        bench.Server.Faults.Answers["/discussions"] = (status, answer);
        using HubClient client = bench.Client();

        Assert.Contains("Look on its page", Assert.Throws<HubException>(() => client.Model(HubBench.ModelName)).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("org/nothing", HubFailure.RepositoryNotFound)]
    [InlineData("org/tiny@v9", HubFailure.RevisionNotFound)]
    [InlineData("org/../tiny", HubFailure.BadName)]
    [InlineData("org/tiny@../../x", HubFailure.BadName)]
    public async Task What_is_not_there_is_said_by_kind(string name, HubFailure failure)
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient client = bench.Client();

        Assert.Equal(failure, Assert.Throws<HubException>(() => client.Model(name)).Failure);
        Assert.False(Directory.Exists(bench.Cache));
    }

    [Fact]
    public async Task Branches_with_slashes_and_tags_are_revisions()
    {
        await using HubBench bench = await HubBench.StartAsync();
        string commit = bench.Model.Commit(HubBench.ModelFiles(seed: 3), "refs/pr/1");
        using HubClient client = bench.Client();

        Assert.Equal(commit, Path.GetFileName(client.Model(HubBench.ModelName + "@refs/pr/1")));
        Assert.Equal(commit, File.ReadAllText(Path.Combine(bench.ModelCache, "refs", "refs", "pr", "1")));
    }

    [Fact]
    public async Task Progress_ends_with_all_files_and_bytes()
    {
        await using HubBench bench = await HubBench.StartAsync();
        var told = new List<DownloadProgress>();
        using HubClient client = bench.Client(tell: told.Add);

        client.Model(HubBench.ModelName);

        DownloadProgress last = told[^1];
        Assert.Equal(last.Files, last.FilesDone);
        Assert.Equal(bench.Expected(HubBench.Weights).Length, last.BytesDone);
        Assert.Equal(last.Bytes, last.BytesDone);
    }
}
