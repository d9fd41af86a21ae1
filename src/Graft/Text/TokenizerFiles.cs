using Graft.Tensors;

namespace Graft.Text;

/// <summary>The files that a tokenizer was read from, to be copied unchanged.</summary>
internal sealed record TokenizerFiles(string Folder, IReadOnlyList<string> Names)
{
    private static readonly string[] Known =
    [
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.txt", "vocab.json", "merges.txt",
    ];

    /// <summary>Lists the tokenizer's files in a folder.</summary>
    public static TokenizerFiles Take(string folder)
    {
        folder = Path.GetFullPath(folder);
        return new TokenizerFiles(folder,
        [
            .. Known.Where(name => File.Exists(Path.Combine(folder, name))),
            .. Directory.EnumerateFiles(folder, "*.model").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
        ]);
    }

    /// <summary>Copies the files; each appears under its name only when it is complete.</summary>
    /// <exception cref="FileWriteException">The disk is full, or the folder may not be written to.</exception>
    /// <exception cref="TokenizerException">A file is gone, or the folder cannot be made.</exception>
    public void Write(string target)
    {
        target = Path.GetFullPath(target);
        if (target == Folder)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(target);
            foreach (string name in Names)
            {
                using FileStream source = File.OpenRead(Path.Combine(Folder, name));
                AtomicFile.Write(Path.Combine(target, name), source.CopyTo, source.Length);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TokenizerException("the tokenizer's files cannot be copied: " + e.Message, target, innerException: e);
        }
    }
}
