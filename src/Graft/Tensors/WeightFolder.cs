namespace Graft.Tensors;

/// <summary>
/// The weights of a model folder: one <c>model.safetensors</c>, or several shards and the index that says which holds what.
/// Old pickled weights are refused: reading them means running the program inside.
/// </summary>
public sealed class WeightFolder : IDisposable
{
    /// <summary>The name of an unsharded weights file.</summary>
    public const string SingleFile = "model.safetensors";

    /// <summary>The name of the index of sharded weights.</summary>
    public const string IndexFile = "model.safetensors.index.json";

    private static readonly string[] PickledFiles = ["pytorch_model.bin", "pytorch_model.bin.index.json"];

    private readonly Dictionary<string, SafetensorsFile> fileOfTensor = new(StringComparer.Ordinal);
    private readonly List<SafetensorsFile> files = [];

    private WeightFolder(string folder) => Path = folder;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => fileOfTensor.Keys;

    /// <summary>The open files: one, or every shard.</summary>
    public IReadOnlyList<SafetensorsFile> Files => files;

    /// <summary>Opens the weights of a folder; every header is checked, no tensor is read yet.</summary>
    /// <param name="folder">The model folder.</param>
    /// <exception cref="WeightFolderException">There are no weights, only pickled ones, the index is wrong, or a shard or a tensor in it is missing.</exception>
    /// <exception cref="SafetensorsException">A weights file breaks a rule of its format.</exception>
    public static WeightFolder Open(string folder)
    {
        var weights = new WeightFolder(folder);
        try
        {
            weights.OpenFiles();
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Contains(string name) => fileOfTensor.ContainsKey(name);

    /// <summary>The file that holds a tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="WeightFolderException">There is no such tensor.</exception>
    public SafetensorsFile FileOf(string name) => fileOfTensor.TryGetValue(name, out SafetensorsFile? file)
        ? file
        : throw new WeightFolderException("The weights hold no such tensor.", Path, $"tensor {Quoted.Name(name)}");

    /// <summary>The entry of a tensor.</summary>
    /// <inheritdoc cref="FileOf" path="/param"/>
    /// <inheritdoc cref="FileOf" path="/exception"/>
    public TensorEntry Entry(string name) => FileOf(name).Entry(name);

    /// <inheritdoc cref="SafetensorsFile.Bytes"/>
    /// <inheritdoc cref="FileOf" path="/exception"/>
    public ReadOnlySpan<byte> Bytes(string name) => FileOf(name).Bytes(name);

    /// <inheritdoc cref="SafetensorsFile.ReadFloats"/>
    /// <inheritdoc cref="FileOf" path="/exception"/>
    public float[] ReadFloats(string name) => FileOf(name).ReadFloats(name);

    /// <inheritdoc cref="SafetensorsFile.ReadInt64s"/>
    /// <inheritdoc cref="FileOf" path="/exception"/>
    public long[] ReadInt64s(string name) => FileOf(name).ReadInt64s(name);

    /// <inheritdoc cref="SafetensorsFile.CopyTo"/>
    /// <inheritdoc cref="FileOf" path="/exception"/>
    public void CopyTo(string name, Span<float> destination) => FileOf(name).CopyTo(name, destination);

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        foreach (SafetensorsFile file in files)
        {
            file.Dispose();
        }
    }

    private void OpenFiles()
    {
        if (!Directory.Exists(Path))
        {
            throw new WeightFolderException("There is no such folder.", Path);
        }

        if (File.Exists(InFolder(SingleFile)))
        {
            SafetensorsFile file = SafetensorsFile.Open(InFolder(SingleFile));
            files.Add(file);
            foreach (string name in file.Entries.Keys)
            {
                fileOfTensor.Add(name, file);
            }
        }
        else if (File.Exists(InFolder(IndexFile)))
        {
            OpenShards(WeightIndex.Read(InFolder(IndexFile)));
        }
        else
        {
            throw NoWeights();
        }
    }

    private void OpenShards(Dictionary<string, string> shardOfTensor)
    {
        var opened = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        foreach ((string tensor, string shard) in shardOfTensor)
        {
            if (!opened.TryGetValue(shard, out SafetensorsFile? file))
            {
                if (!File.Exists(InFolder(shard)))
                {
                    throw new WeightFolderException(
                        "The index names this shard, but it is missing.", Path, $"shard {Quoted.Name(shard)}", "Fetch the model again.");
                }

                file = SafetensorsFile.Open(InFolder(shard));
                files.Add(file);
                opened.Add(shard, file);
            }

            if (!file.Entries.ContainsKey(tensor))
            {
                throw new WeightFolderException(
                    $"The index says that shard {Quoted.Name(shard)} holds this tensor, but it does not.", Path, $"tensor {Quoted.Name(tensor)}",
                    "Index and shards are of different versions: fetch the model again.");
            }

            fileOfTensor.Add(tensor, file);
        }
    }

    private WeightFolderException NoWeights() =>
        PickledFiles.FirstOrDefault(name => File.Exists(InFolder(name))) is { } pickled
            ? new WeightFolderException(
                $"The weights are pickled ({pickled}). Reading a pickle runs the program inside it, so it was not opened.", Path, null,
                "Use a revision of the model that has safetensors weights, or convert it with a tool you trust.")
            : new WeightFolderException($"There are no weights: neither {SingleFile} nor {IndexFile} was found.", Path);

    private string InFolder(string name) => System.IO.Path.Combine(Path, name);
}
