using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Graft.Tensors;

namespace Graft.Training;

/// <summary>
/// manifest.json of a checkpoint: name, size and SHA-256 of every other file in it. It is written last, so a checkpoint
/// without one is not complete.
/// </summary>
internal static class CheckpointManifest
{
    private const string Name = "manifest.json";
    private const int Version = 1;
    private const int LargestBytes = 1 << 20;
    private const int MaxDepth = 8;
    private const int HashLetters = 64;

    /// <summary>Whether a folder has one.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, Name));

    /// <summary>Describes all files of a folder as they are now.</summary>
    public static void Write(string folder, int step)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteNumber("step", step);
            json.WriteStartArray("files");
            foreach (string file in Directory.GetFiles(folder).Order(StringComparer.Ordinal).Where(file => Path.GetFileName(file) != Name))
            {
                json.WriteStartObject();
                json.WriteString("name", Path.GetFileName(file));
                json.WriteNumber("size", new FileInfo(file).Length);
                json.WriteString("sha256", HashOf(file));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        AtomicFile.Write(Path.Combine(folder, Name), buffer.WriteTo, buffer.Length);
    }

    /// <summary>Reads the files that a folder should hold.</summary>
    /// <exception cref="TrainingException">There is no manifest, or it is broken.</exception>
    public static IReadOnlyList<ManifestEntry> Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        try
        {
            if (new FileInfo(path).Length > LargestBytes)
            {
                throw Broken(path, $"It has more than {LargestBytes:N0} bytes.");
            }

            using var json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Parse(json.RootElement, path);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair in a string.
            throw Broken(path, error.Message, error);
        }
    }

    /// <summary>What is wrong with a checkpoint, a sentence each; none if it is whole.</summary>
    /// <param name="folder">The checkpoint.</param>
    /// <param name="hashes">True to read all files through and compare hashes; false to compare sizes alone.</param>
    public static IReadOnlyList<string> Problems(string folder, bool hashes)
    {
        try
        {
            return [.. Read(folder).Select(entry => ProblemOf(folder, entry, hashes)).OfType<string>()];
        }
        catch (TrainingException error)
        {
            return [error.Problem];
        }
    }

    private static string? ProblemOf(string folder, ManifestEntry entry, bool hashes)
    {
        string path = Path.Combine(folder, entry.Name);
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return $"{entry.Name} is missing.";
            }

            if (file.Length != entry.Size)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{entry.Name} has {file.Length:N0} bytes in place of {entry.Size:N0}.");
            }

            return hashes && HashOf(path) != entry.Sha256 ? $"The content of {entry.Name} has changed: its SHA-256 is another one." : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"{entry.Name} cannot be read: {error.Message}";
        }
    }

    private static List<ManifestEntry> Parse(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("files", out JsonElement files) || files.ValueKind != JsonValueKind.Array)
        {
            throw Broken(path, "It has no list of files.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        List<ManifestEntry> entries = [];
        foreach (JsonElement file in files.EnumerateArray())
        {
            if (file.ValueKind != JsonValueKind.Object
                || !file.TryGetProperty("name", out JsonElement name) || name.ValueKind != JsonValueKind.String
                || !file.TryGetProperty("size", out JsonElement size) || size.ValueKind != JsonValueKind.Number || !size.TryGetInt64(out long bytes) || bytes < 0
                || !file.TryGetProperty("sha256", out JsonElement hash) || hash.ValueKind != JsonValueKind.String || hash.GetString() is not { Length: HashLetters } sha256)
            {
                throw Broken(path, "An entry has no name, size or hash.");
            }

            string plain = name.GetString()!;
            if (!IsPlainName(plain) || !names.Add(plain))
            {
                throw Broken(path, $"{Quoted.Name(plain)} is not the name of a file in the folder, or is there twice.");
            }

            entries.Add(new ManifestEntry(plain, bytes, sha256));
        }

        return entries.Count > 0 ? entries : throw Broken(path, "It lists no file.");
    }

    // The same on every system: nothing that one of them could take for a path.
    private static bool IsPlainName(string name) =>
        name.Length is > 0 and < 256 && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static TrainingException Broken(string path, string problem, Exception? inner = null) =>
        new($"The checkpoint's manifest cannot be used: {problem}", path, remedy: "Use an older checkpoint of the run.", innerException: inner);
}
