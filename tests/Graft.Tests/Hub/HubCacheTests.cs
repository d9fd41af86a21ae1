using Graft.Hub;
using Graft.LocalHub;

namespace Graft.Tests.Hub;

public sealed class HubCacheTests
{
    [Fact]
    public async Task The_list_tells_revisions_sizes_and_unfinished_downloads()
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient client = bench.Client();
        client.Model(HubBench.ModelName);
        File.WriteAllBytes(Path.Combine(bench.ModelCache, "blobs", new string('e', 64) + ".incomplete"), new byte[77]);
        Directory.CreateDirectory(Path.Combine(bench.Cache, "something else"));

        CacheEntry entry = Assert.Single(new HubCache(bench.Options).List());

        Assert.Equal((RepoKind.Model, HubBench.ModelName, 77), (entry.Kind, entry.Name, entry.UnfinishedBytes));
        long files = new[] { "config.json", "tokenizer.json", "tokenizer_config.json", HubBench.Weights }.Sum(name => bench.Expected(name).Length);
        Assert.Equal(files + 40 + 77, entry.Bytes);
        CacheRevision revision = Assert.Single(entry.Revisions);
        Assert.Equal((bench.Model.Head, 4), (revision.Commit, revision.Files));
        Assert.Equal(["main"], revision.References);
    }

    [Fact]
    public async Task Verify_finds_each_damage_and_what_it_removes_comes_again()
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient client = bench.Client();
        string folder = client.Model(HubBench.ModelName);
        var cache = new HubCache(bench.Options);
        (IReadOnlyList<CacheProblem> none, int count, _) = cache.Verify(null, remove: false);
        Assert.Empty(none);
        Assert.Equal(8, count);
        string blob = new FileInfo(Path.Combine(folder, HubBench.Weights)).ResolveLinkTarget(true)!.FullName;
        byte[] content = File.ReadAllBytes(blob);
        content[^1] ^= 1;
        File.WriteAllBytes(blob, content);
        File.Delete(new FileInfo(Path.Combine(folder, "config.json")).ResolveLinkTarget(true)!.FullName);

        Assert.Equal([Path.Combine(folder, "config.json"), blob], cache.Verify(HubBench.ModelName, remove: true).Problems.Select(problem => problem.Path));

        Assert.Equal(folder, await client.DownloadAsync(RepoKind.Model, HubBench.ModelName, TestContext.Current.CancellationToken));
        Assert.Equal(folder, await client.ModelAsync(HubBench.ModelName, TestContext.Current.CancellationToken));
        Assert.Empty(cache.Verify(null, remove: false).Problems);
        Assert.Equal(bench.Expected(HubBench.Weights), File.ReadAllBytes(Path.Combine(folder, HubBench.Weights)));
    }

    [Fact]
    public async Task Prune_removes_old_commits_and_what_nothing_leads_to_but_not_what_is_being_written()
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient client = bench.Client();
        string first = client.Model(HubBench.ModelName);
        bench.Model.Commit(HubBench.ModelFiles(seed: 2));
        string second = client.Download(RepoKind.Model, HubBench.ModelName);
        string idle = Path.Combine(bench.ModelCache, "blobs", "idle.incomplete"), busy = Path.Combine(bench.ModelCache, "blobs", "busy.incomplete");
        File.WriteAllBytes(idle, new byte[10]);
        File.WriteAllBytes(busy, new byte[10]);
        var cache = new HubCache(bench.Options);
        using ProcessLock held = ProcessLock.TryTake(Path.Combine(bench.Cache, ".locks", "models--org--tiny", "busy.lock"))!;

        (long wouldBe, IReadOnlyList<string> planned) = cache.Prune(null, isTrial: true);
        Assert.True(Directory.Exists(first));
        (long bytes, IReadOnlyList<string> removed) = cache.Prune(null, isTrial: false);

        Assert.Equal(wouldBe, bytes);
        Assert.Equal(planned, removed);
        Assert.Equal(bench.Expected(HubBench.Weights).Length + 10, bytes);
        Assert.False(Directory.Exists(first) || File.Exists(idle));
        Assert.True(File.Exists(busy));
        Assert.Empty(cache.Verify(null, remove: false).Problems);
        Assert.Equal(second, client.Model(HubBench.ModelName));
        Assert.Equal([], cache.Prune(null, isTrial: false).Removed);
    }

    [Fact]
    public async Task Prune_leaves_what_another_process_is_downloading()
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient client = bench.Client(), other = bench.Client();
        string first = client.Model(HubBench.ModelName);
        string commit = bench.Model.Commit(HubBench.ModelFiles(seed: 2));
        var gate = new TaskCompletionSource();
        bench.Server.Faults.Gate = name => name == HubBench.Weights ? gate.Task : Task.CompletedTask;
        var cache = new HubCache(bench.Options);
        Task<string> download = Task.Run(() => other.Download(RepoKind.Model, HubBench.ModelName));
        while (!File.Exists(Path.Combine(bench.ModelCache, "snapshots", commit, "config.json")))
        {
            Assert.False(download.IsCompleted, $"the download ended too soon: {download.Exception}");
            await Task.Delay(10);
        }

        Assert.Throws<HubException>(() => cache.Prune(HubBench.ModelName, isTrial: false));
        Assert.Empty(cache.Prune(null, isTrial: false).Removed);

        gate.SetResult();
        string second = await download;
        Assert.Equal(4, Directory.GetFiles(second).Length);
        Assert.Empty(cache.Verify(null, remove: false).Problems);
        Assert.Contains(first, cache.Prune(null, isTrial: false).Removed);
        Assert.Equal(bench.Expected("config.json"), File.ReadAllBytes(Path.Combine(second, "config.json")));
    }

    [Fact]
    public async Task Prune_removes_a_content_only_while_nobody_holds_it()
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient client = bench.Client();
        client.Model(HubBench.ModelName);
        string loose = new('e', 64), blob = Path.Combine(bench.ModelCache, "blobs", loose);
        File.WriteAllText(blob, "text");
        var cache = new HubCache(bench.Options);
        using (ProcessLock.TryTake(Path.Combine(bench.Cache, ".locks", "models--org--tiny", loose + ".lock")))
        {
            Assert.Empty(cache.Prune(null, isTrial: false).Removed);
        }

        Assert.Equal([blob], cache.Prune(null, isTrial: false).Removed);
    }

    [Fact]
    public async Task Prune_removes_pieces_of_files_that_no_commit_has_any_more()
    {
        await using HubBench bench = await HubBench.StartAsync();
        LocalRepo repo = bench.Server.Add("datasets", "org/data");
        repo.Commit(new Dictionary<string, LocalFile> { ["train.parquet"] = LocalFile.Of(await SmallParquet.TextsAsync(50, 4, 500), isLarge: true) });
        using HubClient client = bench.Client();
        Assert.Equal(10, HubDataset.Load("org/data[train[:10]]", null, client).Count);
        string pieces = Path.Combine(bench.Cache, "datasets--org--data", ".graft", "ranges");
        var cache = new HubCache(bench.Options);
        Assert.Empty(cache.Prune(null, isTrial: false).Removed);
        Assert.Single(Directory.GetDirectories(pieces));

        repo.Commit(new Dictionary<string, LocalFile> { ["train.parquet"] = LocalFile.Of(await SmallParquet.TextsAsync(60), isLarge: true) });
        client.Download(RepoKind.Dataset, "org/data");

        Assert.Contains(Directory.GetDirectories(pieces)[0], cache.Prune(null, isTrial: false).Removed);
        Assert.Empty(Directory.GetDirectories(pieces));
        Assert.Equal(60, HubDataset.Load("org/data", null, client).Count);
    }

    [Fact]
    public async Task Without_links_files_are_checked_by_what_was_noted_and_others_counted_apart()
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient client = bench.Client(options => options with { UsesLinks = false });
        string folder = client.Model(HubBench.ModelName);
        var cache = new HubCache(bench.Options);
        (IReadOnlyList<CacheProblem> none, int count, int unknown) = cache.Verify(null, remove: false);
        Assert.Empty(none);
        Assert.Equal((4, 0), (count, unknown));

        File.AppendAllText(Path.Combine(folder, "config.json"), " ");
        Assert.Equal([Path.Combine(folder, "config.json")], cache.Verify(null, remove: false).Problems.Select(problem => problem.Path));

        Directory.Delete(Path.Combine(bench.ModelCache, ".graft"), recursive: true);
        (none, count, unknown) = cache.Verify(null, remove: false);
        Assert.Empty(none);
        Assert.Equal((0, 4), (count, unknown));
    }

    [Fact]
    public async Task A_model_and_a_dataset_of_one_name_are_not_removed_together()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Add("datasets", HubBench.ModelName).Commit(new Dictionary<string, LocalFile> { ["train.csv"] = HubBench.Text("text,label\na,b\n") });
        using HubClient client = bench.Client();
        client.Model(HubBench.ModelName);
        client.Download(RepoKind.Dataset, HubBench.ModelName);
        var cache = new HubCache(bench.Options);

        Assert.Contains("--dataset", Assert.Throws<HubException>(() => cache.Prune(HubBench.ModelName, isTrial: false)).Message, StringComparison.Ordinal);
        Assert.Equal(2, cache.List().Count);
        cache.Prune(HubBench.ModelName, isTrial: false, RepoKind.Dataset);

        Assert.Equal(RepoKind.Model, Assert.Single(cache.List()).Kind);
    }

    [Fact]
    public async Task A_repository_is_removed_by_its_name()
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient client = bench.Client();
        client.Model(HubBench.ModelName);
        var cache = new HubCache(bench.Options);

        Assert.Throws<HubException>(() => cache.Prune("org/other", isTrial: false));
        cache.Prune(HubBench.ModelName, isTrial: false);

        Assert.False(Directory.Exists(bench.ModelCache));
        Assert.Empty(cache.List());
    }
}
