using System.Text;
using Graft.Hub;
using Graft.LocalHub;

namespace Graft.Tests.Hub;

/// <summary>What may go wrong between a hub and a cache (faults 32 to 42): nothing wrong gets into the cache, and the message says what to do.</summary>
public sealed class HubFaultTests
{
    [Fact]
    [Trait("Fault", "32")]
    public async Task A_flipped_byte_in_a_large_file_is_found_by_its_sha256_and_the_file_deleted()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Faults.Flipped.Add(HubBench.Weights);
        using HubClient client = bench.Client();

        HubException error = Assert.Throws<HubException>(() => client.Model(HubBench.ModelName));

        Assert.Equal(HubFailure.Damaged, error.Failure);
        Assert.Contains("sha256", error.Message, StringComparison.Ordinal);
        Assert.Contains(HubBench.Weights, error.Message, StringComparison.Ordinal);
        AssertNothingOf(bench, HubBench.Weights);
    }

    [Fact]
    [Trait("Fault", "33")]
    public async Task A_flipped_byte_in_a_small_file_is_found_by_its_git_sha1()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Faults.Flipped.Add("config.json");
        using HubClient client = bench.Client();

        HubException error = Assert.Throws<HubException>(() => client.Model(HubBench.ModelName));

        Assert.Equal(HubFailure.Damaged, error.Failure);
        Assert.Contains("git sha1", error.Message, StringComparison.Ordinal);
        AssertNothingOf(bench, "config.json");
    }

    [Fact]
    [Trait("Fault", "34")]
    public async Task A_download_cut_at_43_percent_goes_on_from_there_and_is_checked_as_a_whole()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Faults.Cut[HubBench.Weights] = (0.43, 1);
        using HubClient client = bench.Client();

        string folder = client.Model(HubBench.ModelName);

        Assert.Equal(bench.Expected(HubBench.Weights), File.ReadAllBytes(Path.Combine(folder, HubBench.Weights)));
        RequestRecord[] gets = Contents(bench, HubBench.Weights);
        Assert.Equal(2, gets.Length);
        Assert.Null(gets[0].Range);
        Assert.StartsWith("bytes=", gets[1].Range);
        Assert.NotEqual("bytes=0-", gets[1].Range);
        Assert.True(gets.Sum(get => get.BytesSent) < 1.2 * bench.Expected(HubBench.Weights).Length, "nearly nothing comes twice");
    }

    [Fact]
    [Trait("Fault", "34")]
    public async Task A_download_that_another_run_left_unfinished_is_used_unless_it_is_wrong()
    {
        await using HubBench bench = await HubBench.StartAsync();
        byte[] whole = bench.Expected(HubBench.Weights);
        string part = Path.Combine(bench.ModelCache, "blobs", bench.Model.Files(bench.Model.Head)[HubBench.Weights].Etag + ".incomplete");
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        File.WriteAllBytes(part, whole[..100_000]);
        using (HubClient client = bench.Client())
        {
            Assert.Equal(whole, File.ReadAllBytes(Path.Combine(client.Model(HubBench.ModelName), HubBench.Weights)));
        }

        Assert.Equal(["bytes=100000-"], Contents(bench, HubBench.Weights).Select(get => get.Range));
        Directory.Delete(bench.Cache, recursive: true);
        bench.Server.ForgetRequests();
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        File.WriteAllBytes(part, new byte[100_000]);
        using (HubClient client = bench.Client())
        {
            Assert.Equal(whole, File.ReadAllBytes(Path.Combine(client.Model(HubBench.ModelName), HubBench.Weights)));
        }

        Assert.Equal(["bytes=100000-", null], Contents(bench, HubBench.Weights).Select(get => get.Range));
    }

    [Fact]
    [Trait("Fault", "35")]
    public async Task A_server_that_ignores_ranges_makes_the_download_start_over()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Faults.Cut[HubBench.Weights] = (0.43, 1);
        bench.Server.Faults.IgnoresRanges = true;
        using HubClient client = bench.Client();

        string folder = client.Model(HubBench.ModelName);

        Assert.Equal(bench.Expected(HubBench.Weights), File.ReadAllBytes(Path.Combine(folder, HubBench.Weights)));
        Assert.Equal(2, Contents(bench, HubBench.Weights).Length);
    }

    [Theory]
    [Trait("Fault", "36")]
    [InlineData("<!DOCTYPE html><html><body>Please sign in</body></html>", "HTML page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 300000\n", "pointer")]
    public async Task A_page_or_a_pointer_in_the_place_of_a_file_is_refused_by_its_name(string content, string named)
    {
        foreach (string file in (string[])["config.json", HubBench.Weights])
        {
            await using HubBench bench = await HubBench.StartAsync();
            byte[] same = new byte[bench.Expected(file).Length];
            Encoding.UTF8.GetBytes(content.PadRight(same.Length)[..same.Length]).CopyTo(same, 0);
            bench.Server.Faults.Replaced[file] = file == "config.json" ? Encoding.UTF8.GetBytes(content) : same;
            using HubClient client = bench.Client(options => options with { Retries = 1 });

            HubException error = Assert.Throws<HubException>(() => client.Model(HubBench.ModelName));

            Assert.Equal(HubFailure.Damaged, error.Failure);
            Assert.Contains(named, error.Message, StringComparison.Ordinal);
            AssertNothingOf(bench, file);
        }
    }

    [Fact]
    [Trait("Fault", "36")]
    public async Task A_network_that_answers_everything_with_a_sign_in_page_is_recognised()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Faults.IsCaptivePortal = true;
        using HubClient client = bench.Client();

        HubException error = Assert.Throws<HubException>(() => client.Model(HubBench.ModelName));

        Assert.Equal(HubFailure.BadAnswer, error.Failure);
        Assert.Contains("sign-in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "37")]
    public async Task Eight_clients_at_once_download_each_file_once()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Faults.Delay = TimeSpan.FromMilliseconds(50);

        string[] folders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using HubClient client = bench.Client();
            return client.Model(HubBench.ModelName);
        })));

        Assert.Single(folders.Distinct());
        Assert.Equal(bench.Expected(HubBench.Weights), File.ReadAllBytes(Path.Combine(folders[0], HubBench.Weights)));
        Assert.Single(Contents(bench, HubBench.Weights));
    }

    [Theory]
    [Trait("Fault", "38")]
    [InlineData("..\\evil.parquet")]
    [InlineData("../evil.parquet")]
    [InlineData("a/../../evil.parquet")]
    [InlineData("/evil.parquet")]
    [InlineData("D:evil.parquet")]
    [InlineData("D:\\evil.parquet")]
    [InlineData("\\\\host\\share\\evil.parquet")]
    [InlineData("//host/share/evil.parquet")]
    [InlineData("a//evil.parquet")]
    [InlineData("./evil.parquet")]
    [InlineData("e\u0001vil.parquet")]
    [InlineData("evil.parquet:stream.parquet")]
    public async Task A_file_name_that_leads_elsewhere_is_refused_before_the_disk_is_touched(string name)
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Add("datasets", "org/evil").Commit(new Dictionary<string, LocalFile> { [name] = HubBench.Text("x"), ["good.parquet"] = HubBench.Text("y") });
        using HubClient client = bench.Client();

        HubException error = Assert.Throws<HubException>(() => client.Download(RepoKind.Dataset, "org/evil"));

        Assert.Equal(HubFailure.BadName, error.Failure);
        Assert.DoesNotContain('\u0001', error.Message);
        Assert.False(Directory.Exists(bench.Cache));
        Assert.Empty(Directory.GetFileSystemEntries(bench.Folder));
    }

    [Fact]
    [Trait("Fault", "38")]
    public async Task A_shard_that_the_index_places_elsewhere_is_refused()
    {
        await using HubBench bench = await HubBench.StartAsync();
        Dictionary<string, LocalFile> files = HubBench.ModelFiles();
        files.Remove(HubBench.Weights);
        files["model.safetensors.index.json"] = HubBench.Text("""{"weight_map":{"a":"../../../evil.safetensors"}}""");
        bench.Model.Commit(files);
        using HubClient client = bench.Client();

        HubException error = Assert.Throws<HubException>(() => client.Model(HubBench.ModelName));

        Assert.Equal(HubFailure.BadName, error.Failure);
        Assert.DoesNotContain(bench.Server.Requests, request => request.Path.Contains("evil", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Fault", "39")]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Refusals_that_pass_are_waited_for(int status)
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Faults.Refusals.Enqueue((status, null));
        bench.Server.Faults.Refusals.Enqueue((status, null));
        bench.Server.Faults.ContentRefusals.Enqueue((status, null));
        using HubClient client = bench.Client();

        string folder = client.Model(HubBench.ModelName);

        Assert.Equal(bench.Expected("config.json"), File.ReadAllBytes(Path.Combine(folder, "config.json")));
        Assert.Equal(3, bench.Server.Requests.Count(request => request.Status == status));
    }

    [Fact]
    [Trait("Fault", "39")]
    public async Task The_wait_that_the_hub_asks_for_is_kept()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Faults.Refusals.Enqueue((429, 1));
        using HubClient client = bench.Client();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        client.Model(HubBench.ModelName);

        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(0.95), $"only {watch.Elapsed} passed");
    }

    [Theory]
    [Trait("Fault", "39")]
    [InlineData(503, null, 1 + 5)]
    [InlineData(429, 86_400, 1)]
    [InlineData(403, null, 1)]
    public async Task Repetitions_are_bounded_and_only_where_they_may_help(int status, int? retryAfter, int requests)
    {
        await using HubBench bench = await HubBench.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            bench.Server.Faults.Refusals.Enqueue((status, retryAfter));
        }

        using HubClient client = bench.Client();

        HubException error = Assert.Throws<HubException>(() => client.Model(HubBench.ModelName));

        Assert.Equal(requests, bench.Server.Requests.Count);
        Assert.Contains(HubBench.ModelName, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "34")]
    public async Task A_listing_that_is_cut_or_stops_coming_is_asked_for_again()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Faults.ListingsCut = 1;
        using HubClient client = bench.Client(options => options with { DownloadTimeout = TimeSpan.FromSeconds(0.5), Retries = 2 });
        client.Download(RepoKind.Model, HubBench.ModelName);

        bench.Server.Faults.ListingsStalled = 1;
        client.Download(RepoKind.Model, HubBench.ModelName);

        bench.Server.Faults.ListingsCut = 3;
        Assert.Equal(HubFailure.Unreachable, Assert.Throws<HubException>(() => client.Download(RepoKind.Model, HubBench.ModelName)).Failure);
        (bench.Server.Faults.ListingsCut, bench.Server.Faults.ListingsStalled) = (0, 3);
        HubException error = Assert.Throws<HubException>(() => client.Download(RepoKind.Model, HubBench.ModelName));
        Assert.Equal(HubFailure.Unreachable, error.Failure);
        Assert.Contains("nothing came for 0.5 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "40")]
    public async Task Offline_uses_what_is_cached_without_a_request_and_lists_what_is_missing()
    {
        await using HubBench bench = await HubBench.StartAsync();
        using HubClient offline = bench.Client(options => options with { IsOffline = true });
        HubException nothing = Assert.Throws<HubException>(() => offline.Model(HubBench.ModelName));
        using (HubClient online = bench.Client())
        {
            online.Model(HubBench.ModelName);
        }

        bench.Server.ForgetRequests();
        string folder = offline.Model(HubBench.ModelName);
        File.Delete(Path.Combine(folder, HubBench.Weights));
        File.Delete(Path.Combine(folder, "config.json"));
        HubException partial = Assert.Throws<HubException>(() => offline.Model(HubBench.ModelName));

        Assert.Equal((HubFailure.Offline, HubFailure.Offline), (nothing.Failure, partial.Failure));
        Assert.Contains("config.json, model.safetensors", partial.Message, StringComparison.Ordinal);
        Assert.Contains("HF_HUB_OFFLINE", partial.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    [Trait("Fault", "41")]
    public async Task The_token_goes_to_the_hub_and_to_no_other_host()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Model.Token = "hf_secret";
        using HubClient client = bench.Client(options => options with { Token = "hf_secret" });

        client.Model(HubBench.ModelName);

        Assert.All(bench.Server.Requests.Where(request => request.Host == "hub"), request => Assert.Equal("Bearer hf_secret", request.Authorization));
        RequestRecord[] elsewhere = [.. bench.Server.Requests.Where(request => request.Host == "storage")];
        Assert.NotEmpty(elsewhere);
        Assert.All(elsewhere, request => Assert.Null(request.Authorization));
        Assert.DoesNotContain("hf_secret", client.Options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "42")]
    public async Task A_branch_that_moves_during_the_download_does_not_mix_two_commits()
    {
        await using HubBench bench = await HubBench.StartAsync();
        string first = bench.Model.Head;
        bench.Server.Faults.AfterListing = repo => repo.Commit(HubBench.ModelFiles(seed: 2));
        using HubClient client = bench.Client();

        string folder = client.Model(HubBench.ModelName);

        Assert.NotEqual(first, bench.Model.Head);
        Assert.Equal(first, Path.GetFileName(folder));
        Assert.Equal(bench.Expected(HubBench.Weights, first), File.ReadAllBytes(Path.Combine(folder, HubBench.Weights)));
        Assert.Single(Directory.GetDirectories(Path.Combine(bench.ModelCache, "snapshots")));
        Assert.Equal(first, File.ReadAllText(Path.Combine(bench.ModelCache, "refs", "main")));
    }

    private static RequestRecord[] Contents(HubBench bench, string name)
    {
        string etag = bench.Model.Files(bench.Model.Head)[name].Etag;
        return [.. bench.Server.Requests.Where(request => request.Method == "GET" && request.Host == "storage" && request.Path.Contains(etag, StringComparison.Ordinal))];
    }

    private static void AssertNothingOf(HubBench bench, string name)
    {
        string etag = bench.Model.Files(bench.Model.Head)[name].Etag;
        Assert.DoesNotContain(bench.Tree(), path => path.Contains(etag, StringComparison.Ordinal) && !path.StartsWith(".locks", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(bench.ModelCache, "snapshots", bench.Model.Head, name)));
    }
}
