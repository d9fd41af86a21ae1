using System.Text.Json;
using Graft.Tensors;

namespace Graft.Data.Batching;

/// <summary>
/// The tokens after which a folder's training cut texts: graft_encoding.json. The tokenizer's own files stay as they are, to the byte, and
/// the public tools pass this one over.
/// </summary>
internal static class TrainedLength
{
    /// <summary>The file's name.</summary>
    public const string FileName = "graft_encoding.json";

    private const string Entry = "max_length";

    /// <summary>Notes the length in a model's folder.</summary>
    /// <exception cref="FileWriteException">The disk is full, or the folder cannot be written to.</exception>
    public static void Write(string folder, int length)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, int> { [Entry] = length });
        AtomicFile.Write(Path.Combine(folder, FileName), stream => stream.Write(json), json.Length);
    }

    /// <summary>The length that a folder notes; null where it notes none that can be read: a model serves without it.</summary>
    public static int? Find(string folder) => Find(folder, FileName);

    /// <summary>The same entry of another file of the folder.</summary>
    public static int? Find(string folder, string fileName) =>
        NotedEntry.Find(Path.Combine(folder, fileName), Entry) is { ValueKind: JsonValueKind.Number } entry && entry.TryGetInt32(out int length) && length > 0 ? length : null;
}
