using Graft.Data;
using Graft.Hub;
using Graft.LocalHub;
using Graft.Models;
using Graft.Testing;

namespace Graft.Tests.Hub;

/// <summary>Datasets of the hub that are read row group by row group, with nothing on the disk.</summary>
public sealed class HubStreamTests(ITestOutputHelper output)
{
    private const string Name = "org/large";

    [Fact]
    public async Task A_stream_fetches_a_row_group_at_a_time_and_leaves_nothing_on_the_disk()
    {
        const int Rows = 200, Groups = 12, Letters = 2000;
        await using HubBench bench = await HubBench.StartAsync();
        byte[] first = await SmallParquet.TextsAsync(Rows, Groups, Letters), second = await SmallParquet.TextsAsync(Rows, 2, Letters);
        bench.Server.Add("datasets", Name).Commit(new Dictionary<string, LocalFile>
        {
            ["README.md"] = HubBench.Text("---\nconfigs:\n- config_name: x\n  data_files: 'shards/*.parquet'\n---\n"),
            ["shards/1.parquet"] = LocalFile.Of(first, isLarge: true),
            ["shards/2.parquet"] = LocalFile.Of(second, isLarge: true),
        });
        using HubClient client = bench.Client();
        double group = (double)first.Length / Groups;

        ExampleStream stream = HubDataset.Stream(Name, client);
        long opening = bench.Server.ContentBytes;
        int row = 0;
        foreach (Example example in stream.Take(Rows * Groups))
        {
            // Reading row n has fetched the groups up to its own.
            Assert.Equal(SmallParquet.TextOf(row, Letters), ((TextExample)example).Text);
            Assert.Equal(row % 2, example.Target.ClassIndex);
            double fetched = (bench.Server.ContentBytes - opening) / group;
            Assert.True(fetched < (row / Rows) + 1.5, $"{fetched:0.00} groups fetched at row {row} of groups of {Rows}");
            row++;
        }

        Assert.Equal(Rows * Groups, row);
        output.WriteLine($"{bench.Server.ContentBytes:N0} bytes for {row} rows of a file of {first.Length:N0}");
        Assert.Equal(Rows * (Groups + 2), HubDataset.Stream(Name, client).Count());
        Assert.Equal(["bad", "good"], stream.Labels.Names);
        Assert.False(Directory.Exists(bench.Cache));
    }

    [Fact]
    public async Task A_slice_of_a_stream_fetches_the_row_groups_that_it_touches()
    {
        const int Rows = 200, Groups = 12, Letters = 2000;
        await using HubBench bench = await HubBench.StartAsync();
        byte[] content = await SmallParquet.TextsAsync(Rows, Groups, Letters);
        bench.Server.Add("datasets", Name).Commit(new Dictionary<string, LocalFile> { ["train.parquet"] = LocalFile.Of(content, isLarge: true) });
        using HubClient client = bench.Client();

        Assert.Equal(300, HubDataset.Stream($"{Name}[train[1000:1300]]", client).Count());
        Assert.True(bench.Server.ContentBytes < 2.5 * content.Length / Groups, $"{bench.Server.ContentBytes:N0} of {content.Length:N0} bytes for two of {Groups} groups");
    }

    [Fact]
    public async Task Tables_of_text_come_in_blocks()
    {
        await using HubBench bench = await HubBench.StartAsync();
        string text = "text,label\n" + string.Concat(Enumerable.Range(0, 12_000).Select(row => $"{new string('x', 990)} {row},good\n"));
        bench.Server.Add("datasets", Name).Commit(new Dictionary<string, LocalFile> { ["train.csv"] = HubBench.Text(text) });
        using HubClient client = bench.Client();

        ExampleStream stream = HubDataset.Stream(Name, client, labels: new LabelSet(["good", "bad"]));
        Assert.EndsWith(" 99", ((TextExample)stream.Skip(99).First()).Text, StringComparison.Ordinal);
        Assert.True(bench.Server.ContentBytes < 0.75 * text.Length, $"{bench.Server.ContentBytes:N0} of {text.Length:N0} bytes");
        Assert.Equal(12_000, stream.Count());
        Assert.False(Directory.Exists(bench.Cache));
    }

    [Fact]
    public async Task A_stream_reads_what_the_cache_has_and_says_what_a_server_cannot_do()
    {
        await using HubBench bench = await HubBench.StartAsync();
        byte[] content = await SmallParquet.TextsAsync(200, 3, 500);
        bench.Server.Add("datasets", Name).Commit(new Dictionary<string, LocalFile> { ["train.parquet"] = LocalFile.Of(content, isLarge: true) });
        bench.Server.Faults.IgnoresRanges = true;
        using HubClient client = bench.Client();
        HubException error = Assert.Throws<HubException>(() => HubDataset.Stream(Name, client));
        Assert.Equal(HubFailure.NotUsable, error.Failure);

        HubDataset.Load(Name, null, client);
        bench.Server.ForgetRequests();
        using HubClient offline = bench.Client(options => options with { IsOffline = true });
        Assert.Equal(600, HubDataset.Stream(Name, offline).Count());
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task A_stream_of_real_data_is_that_of_the_file()
    {
        await using HubBench bench = await HubBench.StartAsync();
        LocalRepo repo = bench.Server.Add("datasets", "stanfordnlp/imdb");
        repo.CommitFolder(SharedFolder.Item("data", "imdb"));
        using HubClient client = bench.Client();

        Assert.Equal(Dataset.Load(SharedFolder.Item("data", "imdb") + "[train[:50]]").Select(Text), HubDataset.Stream("stanfordnlp/imdb", client).Take(50).Select(Text));
        output.WriteLine($"{bench.Server.ContentBytes:N0} bytes for 50 rows");

        static string Text(Example example) => $"{example.Target} {((TextExample)example).Text}";
    }
}
