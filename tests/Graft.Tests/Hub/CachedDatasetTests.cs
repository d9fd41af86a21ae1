using Graft.Data;
using Graft.Hub;
using Graft.LocalHub;

namespace Graft.Tests.Hub;

/// <summary>What of a dataset is in the cache is taken for all of it only where that is sure.</summary>
public sealed class CachedDatasetTests
{
    private const string Csv = "text,label\na fine day,good\na bad day,bad\n";
    private const string Name = "org/days";

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_download_that_was_cut_between_two_files_is_not_taken_for_the_whole(bool isDownload, bool hasCard)
    {
        await using HubBench bench = await HubBench.StartAsync();
        var files = new Dictionary<string, LocalFile> { ["train/a.csv"] = HubBench.Text(Csv), ["train/b.csv"] = HubBench.Text(Csv + "another day,good\n") };
        if (hasCard)
        {
            files["README.md"] = HubBench.Text("# Days");
        }

        bench.Server.Add("datasets", Name).Commit(files);
        bench.Server.Faults.Flipped.Add("train/b.csv");
        using HubClient client = bench.Client(options => options with { ParallelDownloads = 1 });
        Assert.Throws<HubException>(() =>
        {
            if (isDownload)
            {
                client.Download(RepoKind.Dataset, Name);
            }
            else
            {
                HubDataset.Load(Name, null, client);
            }
        });
        Assert.Single(Directory.GetFiles(bench.Cache, "a.csv", SearchOption.AllDirectories));
        using HubClient offline = bench.Client(options => options with { IsOffline = true });
        Assert.Equal(HubFailure.Offline, Assert.Throws<HubException>(() => HubDataset.Load(Name, null, offline)).Failure);

        bench.Server.Faults.Flipped.Clear();

        Assert.Equal(5, HubDataset.Load(Name, null, client).Count);
    }

    [Fact]
    public async Task Files_of_a_cache_without_notes_whose_names_do_not_count_them_are_all_only_offline()
    {
        await using HubBench bench = await HubBench.StartAsync();
        string commit = bench.Server.Add("datasets", Name).Commit(new Dictionary<string, LocalFile> { ["train/a.csv"] = HubBench.Text(Csv), ["train/b.csv"] = HubBench.Text(Csv) });
        Fill(bench, commit, ("train/a.csv", System.Text.Encoding.UTF8.GetBytes(Csv)));
        using HubClient client = bench.Client(), offline = bench.Client(options => options with { IsOffline = true });

        Dataset alone = HubDataset.Load(Name, null, offline);
        Assert.Equal(2, alone.Count);
        Assert.Contains(alone.Notes, note => note.Contains("train/a.csv", StringComparison.Ordinal));
        Assert.Empty(bench.Server.Requests);

        Assert.Equal(4, HubDataset.Load(Name, null, client).Count);
    }

    [Theory]
    [InlineData("data/train_small-00000-of-00001.parquet", "data/train-00000-of-00001.parquet", "")]
    [InlineData("data/train_small-00000-of-00001.parquet", "data/train-00000-of-00001.parquet", "[train]")]
    [InlineData("data/test-00000-of-00001.parquet", "data/train-00000-of-00001.parquet", "")]
    [InlineData("data/all-00000-of-00001.parquet", "data/train-00000-of-00001.parquet", "[train]")]
    [InlineData("data/all-00000-of-00001.parquet", "data/train-00000-of-00001.parquet", "")]
    public async Task Another_split_is_not_given_for_the_one_asked_for(string cached, string meant, string slice)
    {
        await using HubBench bench = await HubBench.StartAsync();
        byte[] other = await SmallParquet.TextsAsync(4), right = await SmallParquet.TextsAsync(7);
        string commit = bench.Server.Add("datasets", Name).Commit(new Dictionary<string, LocalFile> { [cached] = LocalFile.Of(other), [meant] = LocalFile.Of(right) });
        Fill(bench, commit, (cached, other));
        using HubClient client = bench.Client(), offline = bench.Client(options => options with { IsOffline = true });

        Assert.Equal(HubFailure.Offline, Assert.Throws<HubException>(() => HubDataset.Load(Name + slice, null, offline)).Failure);
        Assert.Equal(7, HubDataset.Load(Name + slice, null, client).Count);
    }

    [Fact]
    public async Task A_configuration_that_nothing_says_is_the_only_one_is_taken_with_a_note()
    {
        await using HubBench bench = await HubBench.StartAsync();
        Fill(bench, new string('a', 40), ("week/train-00000-of-00001.parquet", await SmallParquet.TextsAsync(4)));
        using HubClient offline = bench.Client(options => options with { IsOffline = true });

        Assert.Contains(HubDataset.LoadParts(Name, null, offline).Notes, note => note.Contains("'week' is taken", StringComparison.Ordinal));
        Assert.DoesNotContain(HubDataset.LoadParts($"{Name}:week", null, offline).Notes, note => note.Contains("'week' is taken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_branch_that_is_noted_has_its_snapshot_even_where_nothing_of_it_came()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Faults.Flipped.UnionWith(["config.json", "tokenizer.json", "tokenizer_config.json"]);
        using HubClient client = bench.Client();

        Assert.Throws<HubException>(() => client.Model(HubBench.ModelName));

        string commit = File.ReadAllText(Path.Combine(bench.ModelCache, "refs", "main"));
        Assert.True(Directory.Exists(Path.Combine(bench.ModelCache, "snapshots", commit)));
    }

    [Theory]
    [InlineData("[test]")]
    [InlineData(":nights")]
    public async Task A_split_or_configuration_that_came_to_the_hub_later_is_asked_for(string more)
    {
        await using HubBench bench = await HubBench.StartAsync();
        byte[] texts = await SmallParquet.TextsAsync(4), later = await SmallParquet.TextsAsync(7);
        var files = new Dictionary<string, LocalFile> { ["days/train-00000-of-00001.parquet"] = LocalFile.Of(texts) };
        LocalRepo repo = bench.Server.Add("datasets", Name);
        repo.Commit(files);
        using HubClient client = bench.Client(), offline = bench.Client(options => options with { IsOffline = true });
        Assert.Equal(4, HubDataset.Load(Name, null, client).Count);
        Assert.Equal(HubFailure.NotUsable, Assert.Throws<HubException>(() => HubDataset.Load(Name + more, null, client)).Failure);
        HubException absent = Assert.Throws<HubException>(() => HubDataset.Load(Name + more, null, offline));
        Assert.Equal(HubFailure.Offline, absent.Failure);
        Assert.Contains("It has no", absent.Problem, StringComparison.Ordinal);
        Assert.Contains($"graft download --dataset {Name}", absent.Remedy, StringComparison.Ordinal);

        files[more == ":nights" ? "nights/train-00000-of-00001.parquet" : "days/test-00000-of-00001.parquet"] = LocalFile.Of(later);
        repo.Commit(files);

        Assert.Equal(7, HubDataset.Load(Name + more, null, client).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_whole_in_the_cache_is_downloaded_without_writing_to_it(bool isModel)
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.Add("datasets", Name).Commit(new Dictionary<string, LocalFile> { ["train.csv"] = HubBench.Text(Csv), ["README.md"] = HubBench.Text("# Days") });
        (RepoKind kind, string name) = isModel ? (RepoKind.Model, HubBench.ModelName) : (RepoKind.Dataset, Name);
        using HubClient client = bench.Client();
        string folder = client.Download(kind, name);

        // No lock can be taken, and no note of the commit be made.
        string locks = Path.Combine(bench.Cache, ".locks");
        Directory.Delete(locks, recursive: true);
        File.WriteAllText(locks, "");
        if (!isModel)
        {
            string notes = Path.Combine(bench.Cache, "datasets--org--days", ".graft");
            Directory.Delete(notes, recursive: true);
            File.WriteAllText(notes, "");
        }

        Assert.Equal(folder, client.Download(kind, name));
    }

    // As the public tools leave it: no notes of what else the repository has.
    private static void Fill(HubBench bench, string commit, params (string Name, byte[] Content)[] files)
    {
        string root = Path.Combine(bench.Cache, "datasets--org--days");
        Directory.CreateDirectory(Path.Combine(root, "refs"));
        File.WriteAllText(Path.Combine(root, "refs", "main"), commit);
        foreach ((string name, byte[] content) in files)
        {
            string path = Path.Combine(root, "snapshots", commit, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }
}
