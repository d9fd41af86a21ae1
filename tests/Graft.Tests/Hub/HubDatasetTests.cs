using Graft.Data;
using Graft.Hub;
using Graft.LocalHub;
using Graft.Testing;

namespace Graft.Tests.Hub;

/// <summary>Datasets by name: configurations, splits and slices, of which only what is needed comes.</summary>
public sealed class HubDatasetTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_first_thousand_reviews_fetch_under_a_tenth_of_the_file()
    {
        await using HubBench bench = await HubBench.StartAsync();
        long whole = AddData(bench, "stanfordnlp/imdb", "imdb")["plain_text/train-00000-of-00001.parquet"].Length;
        using HubClient client = bench.Client();
        var options = new DataOptions();

        Dataset data = HubDataset.Load("stanfordnlp/imdb[train[:1000]]", options, client);

        long fetched = bench.Server.ContentBytes;
        output.WriteLine($"IMDb train[:1000]: {fetched:N0} of {whole:N0} bytes, {100.0 * fetched / whole:0.00} %, in {Gets(bench)} requests");
        Assert.True(fetched < 0.10 * whole, $"{fetched} of {whole}");
        AssertSame(Dataset.Load(SharedFolder.Item("data", "imdb") + "[train[:1000]]", options), data);

        bench.Server.ForgetRequests();
        using HubClient offline = bench.Client(now => now with { IsOffline = true });
        AssertSame(data, HubDataset.Load("stanfordnlp/imdb[train[:1000]]", options, offline));
        Assert.Empty(bench.Server.Requests);
        Assert.Equal(HubFailure.Offline, Assert.Throws<HubException>(() => HubDataset.Load("stanfordnlp/imdb[train[3000:3010]]", options, offline)).Failure);
    }

    [Fact]
    public async Task One_percent_of_the_images_fetches_under_a_twentieth_of_the_file_and_its_footer()
    {
        await using HubBench bench = await HubBench.StartAsync();
        LocalFile file = AddData(bench, "uoft-cs/cifar10", "cifar10")["plain_text/train-00000-of-00001.parquet"];
        long footer = FooterLength(file);
        using HubClient client = bench.Client();

        Dataset data = HubDataset.Load("uoft-cs/cifar10[train[:1%]]", null, client);

        long fetched = bench.Server.ContentBytes;
        output.WriteLine(
            $"CIFAR-10 train[:1%]: {fetched:N0} of {file.Length:N0} bytes, {100.0 * fetched / file.Length:0.00} %, of which the footer {footer:N0} and the rest {100.0 * (fetched - footer) / file.Length:0.00} %, in {Gets(bench)} requests");
        Assert.True(fetched - footer < 0.05 * file.Length, $"{fetched} of {file.Length}");
        AssertSame(Dataset.Load(SharedFolder.Item("data", "cifar10") + "[train[:1%]]"), data);
    }

    [Fact]
    public async Task A_whole_split_is_downloaded_into_the_shared_cache_and_others_are_left()
    {
        await using HubBench bench = await HubBench.StartAsync();
        AddData(bench, "stanfordnlp/imdb", "imdb");
        using HubClient client = bench.Client();

        DatasetParts parts = HubDataset.LoadParts("stanfordnlp/imdb[train[12000:13000]+test]", null, client);

        Assert.Equal(["neg", "pos"], parts.Train.Labels.Names);
        Assert.Equal(1000, parts.Train.Count);
        Assert.Equal(Dataset.Load(SharedFolder.Item("data", "imdb") + "[test]").Count, parts.Test!.Count);
        Assert.Equal(
            ["plain_text/test-00000-of-00001.parquet"],
            Directory.GetFiles(Path.Combine(bench.Cache, "datasets--stanfordnlp--imdb", "snapshots"), "*", SearchOption.AllDirectories)
                .Select(path => string.Join('/', path.Split(Path.DirectorySeparatorChar)[^2..])));
        bench.Server.ForgetRequests();
        HubDataset.LoadParts("stanfordnlp/imdb[train[12000:13000]+test]", null, client);
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task A_dataset_cache_laid_out_by_hand_is_used_without_any_request()
    {
        await using HubBench bench = await HubBench.StartAsync();
        string root = Path.Combine(bench.Cache, "datasets--stanfordnlp--imdb"), commit = new('a', 40);
        string snapshot = Path.Combine(root, "snapshots", commit, "plain_text");
        Directory.CreateDirectory(snapshot);
        Directory.CreateDirectory(Path.Combine(root, "refs"));
        File.WriteAllText(Path.Combine(root, "refs", "main"), commit);
        foreach (string part in (string[])["train", "test"])
        {
            File.CreateSymbolicLink(Path.Combine(snapshot, $"{part}-00000-of-00001.parquet"), SharedFolder.Item("data", "imdb", "plain_text", $"{part}-00000-of-00001.parquet"));
        }

        using HubClient client = bench.Client();

        Assert.Equal(500, HubDataset.Load("stanfordnlp/imdb[test[:500]]", null, client).Count);
        Assert.NotNull(HubDataset.LoadParts("stanfordnlp/imdb[train[12400:12600]+test[:10]]", null, client).Test);
        Assert.NotNull(HubDataset.LoadParts("stanfordnlp/imdb", null, client).Test);
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task The_converted_branch_serves_where_the_repository_has_no_parquet_files()
    {
        await using HubBench bench = await HubBench.StartAsync();
        LocalRepo repo = bench.Server.Add("datasets", "org/csv");
        repo.Commit(new Dictionary<string, LocalFile> { ["data.xml"] = HubBench.Text("<a/>") });
        repo.Commit(
            new Dictionary<string, LocalFile>
            {
                ["one/train/0000.parquet"] = LocalFile.Of(SharedFolder.Item("data", "imdb", "plain_text", "test-00000-of-00001.parquet")),
                ["two/partial-train/0000.parquet"] = LocalFile.Of(SharedFolder.Item("data", "imdb", "plain_text", "test-00000-of-00001.parquet")),
            },
            "refs/convert/parquet");
        using HubClient client = bench.Client();

        Assert.Equal(10, HubDataset.Load("org/csv:two[train[:10]]", null, client).Count);
        HubException error = Assert.Throws<HubException>(() => HubDataset.Load("org/csv[train[:10]]", null, client));
        Assert.Contains("one, two", error.Message, StringComparison.Ordinal);
        Assert.Contains("org/csv:one", error.Message, StringComparison.Ordinal);
        Assert.Contains("'three'", Assert.Throws<HubException>(() => HubDataset.Load("org/csv:three", null, client)).Message, StringComparison.Ordinal);
        Assert.Contains("'dev'", Assert.Throws<HubException>(() => HubDataset.Load("org/csv:one[dev]", null, client)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_datasets_server_tells_files_that_no_listing_does()
    {
        await using HubBench bench = await HubBench.StartAsync();
        LocalRepo repo = bench.Server.Add("datasets", "org/csv");
        repo.Commit(new Dictionary<string, LocalFile> { ["data.xml"] = HubBench.Text("<a/>") });
        var files = new Dictionary<string, LocalFile> { ["one/train/0000.parquet"] = LocalFile.Of(SharedFolder.Item("data", "imdb", "plain_text", "test-00000-of-00001.parquet")) };
        using HubClient client = bench.Client();
        bench.Server.Faults.HidesConvertedBranch = true;
        Assert.Equal(HubFailure.NotUsable, Assert.Throws<HubException>(() => HubDataset.Load("org/csv[train[:10]]", null, client)).Failure);

        repo.Commit(files, "refs/convert/parquet");

        Assert.Equal(10, HubDataset.Load("org/csv[train[:10]]", null, client).Count);
    }

    [Fact]
    [Trait("Fault", "35")]
    public async Task A_slice_from_a_server_without_ranges_comes_from_the_whole_file()
    {
        await using HubBench bench = await HubBench.StartAsync();
        AddData(bench, "stanfordnlp/imdb", "imdb");
        bench.Server.Faults.IgnoresRanges = true;
        using HubClient client = bench.Client();

        AssertSame(Dataset.Load(SharedFolder.Item("data", "imdb") + "[test[:100]]"), HubDataset.Load("stanfordnlp/imdb[test[:100]]", null, client));
    }

    [Fact]
    [Trait("Fault", "34")]
    public async Task A_slice_whose_connections_are_cut_is_fetched_again()
    {
        await using HubBench bench = await HubBench.StartAsync();
        AddData(bench, "stanfordnlp/imdb", "imdb");
        bench.Server.Faults.Cut["plain_text/test-00000-of-00001.parquet"] = (0.43, 3);
        using HubClient client = bench.Client();

        AssertSame(Dataset.Load(SharedFolder.Item("data", "imdb") + "[test[:100]]"), HubDataset.Load("stanfordnlp/imdb[test[:100]]", null, client));
    }

    [Theory]
    [InlineData("stanfordnlp/imdb", true)]
    [InlineData("stanfordnlp/imdb[train[:1000]]", true)]
    [InlineData("nyu-mll/glue:mnli@main[train[:1%]+validation_matched]", true)]
    [InlineData("imdb", true)]
    [InlineData("nothing.csv", false)]
    [InlineData("data/train.csv[:10]", false)]
    [InlineData("../imdb", false)]
    [InlineData("/data/imdb", false)]
    [InlineData("a/b/c", false)]
    [InlineData("C:\\data", false)]
    [InlineData("some text", false)]
    public void Names_are_told_from_paths(string text, bool isName) => Assert.Equal(isName, HubDataset.IsName(text));

    [Fact]
    public void Names_of_files_tell_configurations_and_splits()
    {
        string[] files =
        [
            "data/train-00000-of-00002-0123456789abcdef.parquet", "data/train-00001-of-00002-0123456789abcdef.parquet", "data/test-00000-of-00001.parquet",
            "mnli/validation_matched-00000-of-00001.parquet", "plain_text/train/0000.parquet", "plain_text/train/0001.parquet", "train.parquet", "README.md",
        ];

        Assert.Equal(
            ["default/test 1", "default/train 3", "mnli/validation_matched 1", "plain_text/train 2"],
            DatasetLayout.Splits(files).Select(split => $"{split.Configuration}/{split.Name} {split.Files.Count}"));
        Assert.True(DatasetLayout.IsWhole(new DatasetSplit("default", "train", files[..2])));
        Assert.False(DatasetLayout.IsWhole(new DatasetSplit("default", "train", files[..1])));
    }

    private static IReadOnlyDictionary<string, LocalFile> AddData(HubBench bench, string name, string folder)
    {
        LocalRepo repo = bench.Server.Add("datasets", name);
        return repo.Files(repo.CommitFolder(SharedFolder.Item("data", folder)));
    }

    private static int Gets(HubBench bench) => bench.Server.Requests.Count(request => request.Method == "GET" && request.Host == "storage");

    private static long FooterLength(LocalFile file)
    {
        using Stream content = file.Open();
        content.Position = file.Length - 8;
        byte[] end = new byte[8];
        content.ReadExactly(end);
        return 8 + BitConverter.ToUInt32(end);
    }

    private static void AssertSame(Dataset expected, Dataset actual)
    {
        Assert.NotEmpty(actual);
        Assert.Equal(expected.Labels, actual.Labels);
        Assert.Equal(expected.Select(Content), actual.Select(Content));

        static string Content(Example example) => example.Target + " " + (example is ImageExample image ? Convert.ToHexString(image.ReadBytes().Span) : ((TextExample)example).Text);
    }
}
