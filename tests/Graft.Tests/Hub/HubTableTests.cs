using Graft.Data;
using Graft.Hub;
using Graft.LocalHub;

namespace Graft.Tests.Hub;

/// <summary>Datasets of the hub whose card says which files they are, and those of CSV and JSON Lines files.</summary>
public sealed class HubTableTests
{
    private const string Csv = "text,label\na fine day,good\na bad day,bad\n";
    private const string Name = "org/days";

    [Fact]
    public async Task The_card_decides_which_files_make_which_split_and_a_second_run_needs_no_hub()
    {
        await using HubBench bench = await HubBench.StartAsync();
        Add(bench, ("README.md", """
            ---
            configs:
            - config_name: small
              data_files:
              - split: train
                path: days/[ab]*.csv
              - split: test
                path: [nights/*.jsonl]
            - config_name: large
              data_files: "**/*.csv"
              default: true
            ---
            # Days
            """), ("days/a.csv", Csv), ("days/b1.csv", Csv), ("days/c.csv", Csv), ("nights/n.jsonl", """{"text": "a long night", "label": "good"}"""), ("train.csv", "text,label\nx,y\nz,w\n"));
        using (HubClient client = bench.Client())
        {
            DatasetParts small = HubDataset.LoadParts($"{Name}:small", null, client);
            Assert.Equal((4, 1), (small.Train.Count, small.Test!.Count));
            Assert.Equal("a long night", ((TextExample)small.Test[0]).Text);
            Assert.Equal(8, HubDataset.Load(Name, null, client).Count);
            Assert.Contains("small, large", Assert.Throws<HubException>(() => HubDataset.Load($"{Name}:other", null, client)).Message, StringComparison.Ordinal);
        }

        bench.Server.ForgetRequests();
        foreach (bool isOffline in (bool[])[false, true])
        {
            using HubClient again = bench.Client(options => options with { IsOffline = isOffline });
            Assert.Equal(4, HubDataset.LoadParts($"{Name}:small", null, again).Train.Count);
            Assert.Equal(8, HubDataset.Load(Name, null, again).Count);
        }

        Assert.Empty(bench.Server.Requests);
        string snapshot = Path.Combine(bench.Cache, "datasets--org--days", "snapshots", bench.Server.Find("datasets", Name)!.Head);
        Assert.StartsWith("../../blobs/", new FileInfo(Path.Combine(snapshot, "README.md")).LinkTarget!.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_card_is_noted_and_the_names_of_the_files_decide()
    {
        await using HubBench bench = await HubBench.StartAsync();
        Add(bench, ("README.md", "---\nconfigs: [\n---\n"), ("data/train.csv", Csv), ("data/test.csv", Csv));
        using HubClient client = bench.Client();

        DatasetParts parts = HubDataset.LoadParts(Name, null, client);

        Assert.Equal((2, 2), (parts.Train.Count, parts.Test!.Count));
        Assert.Single(parts.Notes, note => note.Contains("the card's configs cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cache_that_the_public_tools_filled_is_read_by_its_card_without_any_request()
    {
        await using HubBench bench = await HubBench.StartAsync();
        string root = Path.Combine(bench.Cache, "datasets--org--days"), commit = new('a', 40), snapshot = Path.Combine(root, "snapshots", commit);
        Directory.CreateDirectory(Path.Combine(snapshot, "days"));
        Directory.CreateDirectory(Path.Combine(root, "refs"));
        File.WriteAllText(Path.Combine(root, "refs", "main"), commit);
        File.WriteAllText(Path.Combine(snapshot, "README.md"), "---\nconfigs:\n- config_name: x\n  data_files:\n  - {split: train, path: days/monday-*}\n  - {split: test, path: days/sunday-*}\n---\n");
        File.WriteAllBytes(Path.Combine(snapshot, "days", "monday-00000-of-00002.parquet"), await SmallParquet.TextsAsync(6));
        File.WriteAllBytes(Path.Combine(snapshot, "days", "sunday-00000-of-00001.parquet"), await SmallParquet.TextsAsync(4));
        using HubClient client = bench.Client(options => options with { IsOffline = true });
        Assert.Equal(4, HubDataset.Load($"{Name}[test]", null, client).Count);

        // One of two shards is not the split.
        Assert.Equal(HubFailure.Offline, Assert.Throws<HubException>(() => HubDataset.Load($"{Name}[train]", null, client)).Failure);
        File.WriteAllBytes(Path.Combine(snapshot, "days", "monday-00001-of-00002.parquet"), await SmallParquet.TextsAsync(5));
        Assert.Equal(11, HubDataset.LoadParts(Name, null, client).Train.Count);
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task The_default_configuration_of_the_card_is_that_of_the_converted_branch()
    {
        await using HubBench bench = await HubBench.StartAsync();
        LocalRepo repo = Add(bench, ("README.md", "---\nconfigs:\n- config_name: a\n  data_files: a.csv\n- config_name: b\n  data_files: b.csv\n  default: true\n---\n"), ("a.csv", Csv), ("b.csv", Csv));
        repo.Commit(
            new Dictionary<string, LocalFile> { ["a/train/0000.parquet"] = LocalFile.Of(await SmallParquet.TextsAsync(5)), ["b/train/0000.parquet"] = LocalFile.Of(await SmallParquet.TextsAsync(9)) },
            DatasetLayout.ConvertedBranch);
        using (HubClient client = bench.Client())
        {
            Assert.Equal((9, 5), (HubDataset.Load(Name, null, client).Count, HubDataset.Load($"{Name}:a", null, client).Count));
        }

        using HubClient offline = bench.Client(options => options with { IsOffline = true });
        Assert.Equal((9, 5), (HubDataset.Load(Name, null, offline).Count, HubDataset.Load($"{Name}:a", null, offline).Count));
    }

    [Theory]
    [InlineData("train.csv", "test.csv")]
    [InlineData("data/train.csv", "data/test.csv")]
    [InlineData("train/a.csv", "test/b.csv")]
    [InlineData("days_train.csv", "days_test.csv")]
    public async Task Tables_are_told_by_their_names_where_there_is_no_parquet_file(string train, string test)
    {
        await using HubBench bench = await HubBench.StartAsync();
        Add(bench, (train, Csv + "another day,good\n"), (test, Csv), ("dataset_infos.json", "{}"), (".eval/results.csv", "a,b\n1,2\n"), ("data.json", "[]"));
        using HubClient client = bench.Client();

        DatasetParts parts = HubDataset.LoadParts(Name, null, client);

        Assert.Equal((3, 2), (parts.Train.Count, parts.Test!.Count));
        Assert.Equal(2, HubDataset.Load($"{Name}[train[:2]]", null, client).Count);
        bench.Server.ForgetRequests();
        Assert.Equal(3, HubDataset.LoadParts(Name, null, client).Train.Count);
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task Parquet_files_come_before_the_converted_branch_and_that_before_other_tables()
    {
        await using HubBench bench = await HubBench.StartAsync();
        LocalRepo repo = Add(bench, ("train.csv", Csv), ("test.csv", Csv));
        repo.Commit(new Dictionary<string, LocalFile> { ["default/train/0000.parquet"] = LocalFile.Of(await SmallParquet.TextsAsync(5)) }, DatasetLayout.ConvertedBranch);
        using HubClient client = bench.Client();
        Assert.Equal(5, HubDataset.Load(Name, null, client).Count);

        LocalRepo second = bench.Server.Add("datasets", "org/second");
        second.Commit(new Dictionary<string, LocalFile> { ["train.parquet"] = LocalFile.Of(await SmallParquet.TextsAsync(7)), ["train.csv"] = HubBench.Text(Csv) });
        second.Commit(new Dictionary<string, LocalFile> { ["default/train/0000.parquet"] = LocalFile.Of(await SmallParquet.TextsAsync(5)) }, DatasetLayout.ConvertedBranch);
        Assert.Equal(7, HubDataset.Load("org/second", null, client).Count);
    }

    [Theory]
    [InlineData("/revision/refs%2Fconvert%2Fparquet", 404, "")]
    [InlineData("/revision/refs%2Fconvert%2Fparquet", 200, "<!DOCTYPE html><html></html>")]
    [InlineData("/parquet", 200, "<!DOCTYPE html><html></html>")]
    [InlineData("/parquet", 200, """{"parquet_files": [{"url": "http://x/resolve/refs%2Fconvert%2Fparquet/a/train/0000.parquet"}]}""")]
    public async Task A_converted_branch_that_cannot_be_asked_about_does_not_keep_from_tables_that_are_there(string path, int status, string answer)
    {
        await using HubBench bench = await HubBench.StartAsync();
        Add(bench, ("train.csv", Csv), ("test.csv", Csv));
        bench.Server.Faults.Answers[path] = (status, answer);
        using HubClient client = bench.Client();

        DatasetParts parts = HubDataset.LoadParts(Name, null, client);
        Assert.Equal((2, 2), (parts.Train.Count, parts.Test!.Count));
        Assert.Equal(status == 200, parts.Notes.Any(note => note.Contains("converted branch is not used", StringComparison.Ordinal)));

        Directory.Delete(bench.Cache, recursive: true);
        Assert.True(File.Exists(Path.Combine(client.Download(RepoKind.Dataset, Name), "train.csv")));
    }

    [Fact]
    public async Task A_split_that_only_the_tables_have_comes_from_them()
    {
        await using HubBench bench = await HubBench.StartAsync();
        LocalRepo repo = Add(bench, ("train.csv", Csv), ("dev.csv", Csv));
        repo.Commit(new Dictionary<string, LocalFile> { ["default/train/0000.parquet"] = LocalFile.Of(await SmallParquet.TextsAsync(5)) }, DatasetLayout.ConvertedBranch);
        using HubClient client = bench.Client();

        Assert.Equal(2, HubDataset.LoadParts($"{Name}[train+dev]", null, client).Validation!.Count);
    }

    [Fact]
    public async Task A_download_brings_the_tables_and_the_card()
    {
        await using HubBench bench = await HubBench.StartAsync();
        Add(bench, ("README.md", "# Days"), ("train.csv", Csv), ("test.jsonl", "{}"), ("days.zip", "PK"));
        using HubClient client = bench.Client();

        string folder = client.Download(RepoKind.Dataset, Name);

        Assert.Equal(["README.md", "test.jsonl", "train.csv"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Fault", "38")]
    public async Task A_card_does_not_lead_out_of_its_repository()
    {
        await using HubBench bench = await HubBench.StartAsync();
        Add(bench, ("README.md", "---\nconfigs:\n- config_name: x\n  data_files: [../../etc/*.csv, /etc/*.csv, 'file:///etc/*.csv']\n---\n"), ("train.csv", Csv));
        using HubClient client = bench.Client();
        Assert.Equal(2, HubDataset.Load(Name, null, client).Count);

        bench.Server.Add("datasets", "org/evil").Commit(new Dictionary<string, LocalFile> { ["README.md"] = HubBench.Text("# Evil"), ["../evil.csv"] = HubBench.Text(Csv) });
        Assert.Equal(HubFailure.BadName, Assert.Throws<HubException>(() => HubDataset.Load("org/evil", null, client)).Failure);
        Assert.False(Directory.Exists(Path.Combine(bench.Cache, "datasets--org--evil")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_download_that_the_disk_has_no_room_for_is_refused_before_its_first_byte(bool isModel)
    {
        await using HubBench bench = await HubBench.StartAsync();
        LocalRepo repo = isModel ? bench.Model : Add(bench, ("train.csv", Csv), ("test.csv", new string('x', 2000)), ("README.md", "# Days"));
        string[] wanted = isModel ? ["config.json", "tokenizer.json", "tokenizer_config.json", HubBench.Weights] : ["train.csv", "test.csv", "README.md"];
        long needed = wanted.Sum(name => repo.Files(repo.Head)[name].Length);
        var folders = new List<string>();
        foreach (long free in (long[])[needed - 1, needed])
        {
            using HubClient client = bench.Client(options => options with { AvailableSpace = folder => Free(folder, free) });
            bench.Server.ForgetRequests();
            string Download() => isModel ? client.Model(HubBench.ModelName) : client.Download(RepoKind.Dataset, Name);
            if (free == needed)
            {
                Assert.True(Directory.Exists(Download()));
                continue;
            }

            HubException error = Assert.Throws<HubException>(() => Download());
            Assert.Equal(HubFailure.Disk, error.Failure);
            Assert.Contains($"{free:N0}", error.Message, StringComparison.Ordinal);
            Assert.Contains($"{needed:N0}", error.Message, StringComparison.Ordinal);
            Assert.Equal(0, bench.Server.ContentBytes);
            Assert.False(Directory.Exists(bench.Cache));
        }

        Assert.All(folders, folder => Assert.True(Directory.Exists(folder)));
        Assert.NotEmpty(folders);

        long? Free(string folder, long free)
        {
            lock (folders)
            {
                folders.Add(folder);
            }

            return free;
        }
    }

    private static LocalRepo Add(HubBench bench, params (string Name, string Text)[] files)
    {
        LocalRepo repo = bench.Server.Add("datasets", Name);
        repo.Commit(files.ToDictionary(file => file.Name, file => HubBench.Text(file.Text)));
        return repo;
    }
}
