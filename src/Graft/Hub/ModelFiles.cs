using System.Text.Json;
using Graft.Data.Batching;
using Graft.Tensors;
using Graft.Vision;

namespace Graft.Hub;

/// <summary>Which files of a model's repository are needed: no second format of weights, no second form of the tokenizer.</summary>
internal static class ModelFiles
{
    private const string Config = "config.json";
    private const string WholeTokenizer = "tokenizer.json";

    private static readonly string[] Settings = [Config, ImageProcessor.FileName, "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", TrainedLength.FileName];
    private static readonly string[] Vocabularies = ["vocab.txt", "vocab.json", "merges.txt", "sentencepiece.bpe.model", "spiece.model", "spm.model"];
    private static readonly string[] OtherWeights = [".bin", ".h5", ".msgpack", ".ckpt", ".pt", ".pth", ".onnx", ".gguf", ".ot"];

    /// <summary>All names that files of a tokenizer have.</summary>
    public static IEnumerable<string> AllTokenizerFiles => [WholeTokenizer, .. Vocabularies];

    /// <summary>Whether there are weights, but not as safetensors.</summary>
    public static bool HasOtherWeightsAlone(IReadOnlyList<string> files) => !HasWeights(files) && files.Any(IsOtherWeights);

    /// <summary>The files that come first: everything but the weights, with the weights' index.</summary>
    /// <param name="repo">The repository.</param>
    /// <param name="files">All its files.</param>
    /// <param name="conversion">A revision with safetensors, for the message where these files have none; null if none is known.</param>
    /// <exception cref="HubException">The repository has no model that Graft can open.</exception>
    public static IReadOnlyList<string> Small(RepoId repo, IReadOnlyList<string> files, string? conversion = null)
    {
        if (!files.Contains(Config))
        {
            throw new HubException(HubFailure.NotUsable, "The repository has no config.json, so it is no model that Graft can open.", repo.Name, "Name a repository with a transformer or image model.");
        }

        if (!HasWeights(files))
        {
            string[] others = [.. files.Where(IsOtherWeights)];
            throw new HubException(
                HubFailure.NotUsable,
                others.Length == 0 ? "The repository holds no weights." : $"The repository holds its weights only as {string.Join(", ", others.Take(3))}, which can run a program when opened; Graft reads safetensors alone.",
                repo.Name,
                conversion is null
                    ? "Look on its page for a revision with model.safetensors and name it (--model org/name@refs/pr/1), or ask its owner to convert it."
                    : $"The hub's converter offers them as safetensors in a pull request: --model {repo.Name}@{conversion}.");
        }

        string[] tokenizer = files.Contains(WholeTokenizer) ? [WholeTokenizer] : Vocabularies;
        string[] index = files.Contains(WeightFolder.SingleFile) ? [] : [WeightFolder.IndexFile];
        return [.. Settings.Concat(tokenizer).Concat(index).Distinct().Where(files.Contains)];
    }

    /// <summary>The files of weights, which come last: once they are there, all is.</summary>
    /// <param name="repo">The repository.</param>
    /// <param name="folder">The snapshot, with the index if there is one.</param>
    /// <param name="hasSingleFile">Whether the repository has model.safetensors.</param>
    /// <exception cref="HubException">The index is not one, or names a file that is not safe.</exception>
    public static IReadOnlyList<string> Weights(RepoId repo, string folder, bool hasSingleFile) =>
        hasSingleFile ? [WeightFolder.SingleFile] : [.. Shards(repo, Path.Combine(folder, WeightFolder.IndexFile))];

    /// <summary>What a snapshot lacks to be opened; empty if it is whole.</summary>
    public static IReadOnlyList<string> Missing(RepoId repo, CachedRepo cache, string commit)
    {
        var missing = new List<string>();
        if (cache.Find(commit, Config) is null)
        {
            missing.Add(Config);
        }

        if (cache.Find(commit, WeightFolder.SingleFile) is null)
        {
            missing.AddRange(cache.Find(commit, WeightFolder.IndexFile) is { } index
                ? Shards(repo, index).Where(shard => cache.Find(commit, shard) is null)
                : [WeightFolder.SingleFile]);
        }

        string[] inputs = [ImageProcessor.FileName, WholeTokenizer, .. Vocabularies];
        bool isReadable = inputs.Any(name => cache.Find(commit, name) is not null);
        return isReadable ? missing : [.. missing, $"{WholeTokenizer} or {ImageProcessor.FileName}"];
    }

    private static bool HasWeights(IReadOnlyList<string> files) => files.Contains(WeightFolder.SingleFile) || files.Contains(WeightFolder.IndexFile);

    private static bool IsOtherWeights(string file) => OtherWeights.Contains(Path.GetExtension(file));

    private static IEnumerable<string> Shards(RepoId repo, string indexFile)
    {
        try
        {
            using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(indexFile));
            return [.. index.RootElement.GetProperty("weight_map").EnumerateObject()
                .Select(tensor => SafeName.File(tensor.Value.GetString() ?? "", repo)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new HubException(HubFailure.NotUsable, $"The weights' index cannot be read: {error.Message}", $"{repo}, {WeightFolder.IndexFile}", "Name another revision.", error);
        }
    }
}
