using Graft.Hub;

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
        (IReadOnlyList<CacheProblem> none, int count) = cache.Verify(null, remove: false);
        Assert.Empty(none);
        Assert.Equal(8, count);
        string blob = new FileInfo(Path.Combine(folder, HubBench.Weights)).ResolveLinkTarget(true)!.FullName;
        byte[] content = File.ReadAllBytes(blob);
        content[^1] ^= 1;
        File.WriteAllBytes(blob, content);
        File.Delete(new FileInfo(Path.Combine(folder, "config.json")).ResolveLinkTarget(true)!.FullName);

        Assert.Equal([Path.Combine(folder, "config.json"), blob], cache.Verify(HubBench.ModelName, remove: true).Problems.Select(problem => problem.Path));

        client.Download(RepoKind.Model, HubBench.ModelName);
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
