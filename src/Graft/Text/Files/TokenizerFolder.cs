using Graft.Text.Models;

namespace Graft.Text.Files;

/// <summary>Finds and reads the files of a tokenizer.</summary>
internal static class TokenizerFolder
{
    /// <summary>Files above this size, in bytes, are taken for damage.</summary>
    private const long LargestFile = 512L << 20;

    /// <summary>Reads what the folder has: tokenizer.json, else an older form of vocabulary.</summary>
    /// <exception cref="TokenizerException">There is none, or it is broken.</exception>
    public static TokenizerBlueprint Read(string folder, TokenizerSettings settings, TokenizerParts parts)
    {
        string Path(string file) => System.IO.Path.Combine(folder, file);
        if (File.Exists(Path("tokenizer.json")))
        {
            return TokenizerJsonReader.Read(Path("tokenizer.json"), parts);
        }

        if (File.Exists(Path("vocab.txt")))
        {
            return BertFolder.Read(Path("vocab.txt"), settings);
        }

        if (File.Exists(Path("vocab.json")) && File.Exists(Path("merges.txt")))
        {
            return BytePairFolder.Read(Path("vocab.json"), Path("merges.txt"), settings);
        }

        if (SentencePieceFolder.Find(folder) is { } model)
        {
            return SentencePieceFolder.Read(model, settings);
        }

        throw new TokenizerException(
            "the folder has no tokenizer: neither tokenizer.json nor vocab.txt nor vocab.json with merges.txt nor a SentencePiece model.",
            folder, remedy: "Copy the tokenizer's files beside the weights, or train with --tokenizer FOLDER to take them from another folder.");
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="TokenizerException">It cannot be read, or is far larger than a tokenizer's files are.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length > LargestFile)
            {
                throw new TokenizerException($"the file has {length} bytes, more than the {LargestFile} that are read.", path);
            }

            byte[] bytes = File.ReadAllBytes(path);
            return bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TokenizerException("the file cannot be read: " + e.Message, path, innerException: e);
        }
    }

    /// <summary>Reads the lines of a UTF-8 file; what is no UTF-8 is an error.</summary>
    public static IEnumerable<string> ReadLines(string path)
    {
        string text;
        try
        {
            text = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(ReadBytes(path));
        }
        catch (System.Text.DecoderFallbackException e)
        {
            throw new TokenizerException("the file is no UTF-8.", path, $"byte {e.Index}", innerException: e);
        }

        // Only line feeds end a line: a vocabulary may hold other separators as tokens.
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            yield return text[start..(end > start && text[end - 1] == '\r' ? end - 1 : end)];
            start = end + 1;
        }
    }

    /// <summary>
    /// Reads a vocabulary of one token a line; the line is the id. Empty lines at the end do not count. A token that stands on
    /// several lines has the id of the last of them, as in the public tools; the others' ids have no token.
    /// </summary>
    /// <exception cref="TokenizerException">It cannot be read.</exception>
    public static Vocabulary ReadLinesAsVocabulary(string path)
    {
        List<string> lines = [.. ReadLines(path)];
        while (lines.Count > 0 && lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        Vocabulary vocabulary = new(lines.Count);
        for (int id = lines.Count - 1; id >= 0; id--)
        {
            // From the end: what is there already stays.
            _ = vocabulary.TryAdd(lines[id], id);
        }

        return vocabulary;
    }
}
