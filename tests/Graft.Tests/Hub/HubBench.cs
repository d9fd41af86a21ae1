using System.Text;
using Graft.Hub;
using Graft.LocalHub;

namespace Graft.Tests.Hub;

/// <summary>A hub on this machine with a model, and an empty cache; gone after the test.</summary>
internal sealed class HubBench : IAsyncDisposable
{
    public const string ModelName = "org/tiny";
    public const string Weights = "model.safetensors";

    private HubBench(LocalHubServer server)
    {
        Server = server;
        Model = server.Add("models", ModelName);
        Model.Commit(ModelFiles());
        server.ForgetRequests();
    }

    public LocalHubServer Server { get; }

    public LocalRepo Model { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("graft-hub-").FullName;

    public string Cache => Path.Combine(Folder, "hub");

    public string ModelCache => Path.Combine(Cache, "models--org--tiny");

    public HubOptions Options => new()
    {
        CacheFolder = Cache,
        Endpoint = new Uri(Server.Endpoint + "/"),
        RetryDelay = TimeSpan.FromMilliseconds(5),
        DownloadTimeout = TimeSpan.FromSeconds(20),
    };

    public static async Task<HubBench> StartAsync() => new(await LocalHubServer.StartAsync());

    public HubClient Client(Func<HubOptions, HubOptions>? change = null, Action<DownloadProgress>? tell = null) => new(change is null ? Options : change(Options), tell);

    /// <summary>What a model's repository may hold: some files in formats that are not wanted.</summary>
    public static Dictionary<string, LocalFile> ModelFiles(int seed = 1)
    {
        byte[] weights = new byte[300_000];
        new Random(seed).NextBytes(weights);
        return new Dictionary<string, LocalFile>
        {
            ["config.json"] = Text("{\"model_type\":\"bert\"}"),
            ["tokenizer.json"] = Text("{\"version\":\"1.0\"}"),
            ["tokenizer_config.json"] = Text("{\"do_lower_case\":true}"),
            ["vocab.txt"] = Text("[PAD]\n"),
            [Weights] = LocalFile.Of(weights, isLarge: true),
            ["pytorch_model.bin"] = LocalFile.Of(new byte[100], isLarge: true),
            ["README.md"] = Text("# tiny"),
            ["onnx/model.onnx"] = Text("onnx"),
        };
    }

    public static LocalFile Text(string text) => LocalFile.Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The content of the repository's file now.</summary>
    public byte[] Expected(string name, string? commit = null)
    {
        using var copy = new MemoryStream();
        using Stream content = Model.Files(commit ?? Model.Head)[name].Open();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Everything below the cache: relative paths, with "-> target" for links.</summary>
    public string[] Tree() => [.. Directory.EnumerateFileSystemEntries(Cache, "*", SearchOption.AllDirectories)
        .Where(path => new FileInfo(path) is { Exists: true })
        .Select(path => Path.GetRelativePath(Cache, path) + (new FileInfo(path).LinkTarget is { } target ? $" -> {target}" : ""))
        .Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
