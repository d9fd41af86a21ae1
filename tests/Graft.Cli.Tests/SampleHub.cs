using Graft.Data;
using Graft.LocalHub;
using Graft.Testing;
using Parquet;
using Parquet.Schema;

namespace Graft.Cli.Tests;

/// <summary>A hub on this machine with what README names: the sample reviews under the name of a known dataset, a tiny model under that of a known one.</summary>
internal sealed class SampleHub : IAsyncDisposable
{
    private SampleHub(LocalHubServer server, string cache)
    {
        Server = server;
        Environment = new Dictionary<string, string>
        {
            ["HF_ENDPOINT"] = server.Endpoint,
            ["HF_HUB_CACHE"] = cache,
            ["XDG_CACHE_HOME"] = cache,     // one of README's commands measures the machine, and writes that down
            ["HF_HUB_OFFLINE"] = "0",
            ["HF_TOKEN"] = server.WriteToken!,
        };
    }

    public LocalHubServer Server { get; }

    /// <summary>The variables that lead the command there.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <param name="folder">Where files and the cache may lie.</param>
    public static async Task<SampleHub> StartAsync(TemporaryFolder folder)
    {
        LocalHubServer server = await LocalHubServer.StartAsync();
        server.WriteToken = "hf_sample";
        server.Add("models", "google-bert/bert-base-uncased").CommitFolder(TinyModels.WriteBert(folder.At("hub-model")));
        var files = new Dictionary<string, LocalFile>();
        foreach (string part in (string[])["train", "test"])
        {
            string path = folder.At($"hub-{part}.parquet");
            await WriteAsync(path, Dataset.Load(SharedFolder.Project("samples", "reviews", $"{part}.csv")));
            files[$"plain_text/{part}-00000-of-00001.parquet"] = LocalFile.Of(path, isLarge: true);
        }

        server.Add("datasets", "stanfordnlp/imdb").Commit(files);
        return new SampleHub(server, folder.At("hub-cache"));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static async Task WriteAsync(string path, Dataset data)
    {
        const int GroupRows = 200;
        var text = new DataField("text", typeof(string), null, null, null);
        var label = new DataField("label", typeof(long), true, null, null);
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(text, label), file, null, false, TestContext.Current.CancellationToken);
        writer.CustomMetadata = new Dictionary<string, string> { ["huggingface"] = """{"info":{"features":{"label":{"names":["neg","pos"],"_type":"ClassLabel"}}}}""" };
        foreach (Example[] group in data.Chunk(GroupRows))
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(text, group.Select(row => ((TextExample)row).Text).ToArray(), null);
            await rows.WriteAsync<long>(label, group.Select(row => (long?)row.Target.ClassIndex).ToArray(), null, null, TestContext.Current.CancellationToken);
        }
    }
}
