using System.Text.Json;
using Graft.Testing;
using Graft.Text;

namespace Graft.ParityTests.Text;

/// <summary>The older files of a folder, without tokenizer.json, tell the same tokenizer.</summary>
[Trait("Needs", "fixtures")]
public sealed class OlderFilesGoldenTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("graft-tokenizer-");

    public static TheoryData<string> Folders => TokenizerFixtures.Folders;

    /// <summary>The folders that have older files beside tokenizer.json.</summary>
    public static TheoryData<string> OlderFolders => TokenizerFixtures.FoldersWhere(folder =>
    {
        string model = SharedFolder.Fixture("tokenizers", folder, "model");
        return File.Exists(Path.Combine(model, "vocab.txt")) || File.Exists(Path.Combine(model, "merges.txt"));
    });

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory, MemberData(nameof(OlderFolders))]
    public void Older_files_alone_give_the_same_ids(string folder)
    {
        string model = SharedFolder.Fixture("tokenizers", folder, "model");
        foreach (string path in Directory.EnumerateFiles(model).Where(p => Path.GetFileName(p) != "tokenizer.json"))
        {
            File.Copy(path, Path.Combine(_folder.FullName, Path.GetFileName(path)));
        }

        Tokenizer tokenizer = Tokenizer.Load(_folder.FullName);
        Dictionary<int, string> texts = TokenizerFixtures.Texts();
        Mismatches mismatches = new();
        foreach (JsonElement line in TokenizerFixtures.Lines(folder, "single.jsonl"))
        {
            string text = texts[line.Int("id")!.Value];
            Encoding encoding = tokenizer.Encode(text);
            mismatches.Equal($"text {line.Int("id")} ids", line.Ints("ids"), encoding.Ids);
            mismatches.Equal($"text {line.Int("id")} offsets", line.Ints("off"), [.. encoding.Offsets.SelectMany(s => new[] { s.Start, s.End })]);
        }

        mismatches.Verify();
    }

    [Theory, MemberData(nameof(Folders))]
    public void A_saved_tokenizer_has_the_same_files_and_loads_again(string folder)
    {
        string model = SharedFolder.Fixture("tokenizers", folder, "model");
        Tokenizer.Load(model).Save(_folder.FullName);
        string[] names = [.. Directory.EnumerateFiles(model).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];
        Assert.Equal(names, Directory.EnumerateFiles(_folder.FullName).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
        foreach (string name in names)
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(model, name)), File.ReadAllBytes(Path.Combine(_folder.FullName, name)));
        }

        Assert.Equal(Tokenizer.Load(model).VocabularySize, Tokenizer.Load(_folder.FullName).VocabularySize);
    }
}
