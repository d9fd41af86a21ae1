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
    public void Write(string target)
    {
        target = Path.GetFullPath(target);
        if (target == Folder)
        {
            return;
        }

        string? temporary = null;
        try
        {
            Directory.CreateDirectory(target);
            foreach (string name in Names)
            {
                string path = Path.Combine(target, name);
                temporary = path + "." + Path.GetRandomFileName() + ".tmp";
                File.Copy(Path.Combine(Folder, name), temporary);
                File.Move(temporary, path, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (temporary is not null && File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw new TokenizerException("the tokenizer's files cannot be copied: " + e.Message, target, innerException: e);
        }
    }
}
