using System.Text;
using Graft.Data;
using Graft.Testing;

namespace Graft.Tests.Data;

public sealed class WrongFileTests : IDisposable
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 0];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data.csv")]
    [InlineData("data.tsv")]
    [InlineData("data.jsonl")]
    [InlineData("data.json")]
    [InlineData("data.parquet")]
    public void A_file_that_is_not_what_its_ending_says_is_recognised(string name)
    {
        foreach ((byte[] content, string what) in new (byte[], string)[]
        {
            (Png, "PNG"),
            (Encoding.ASCII.GetBytes("<!DOCTYPE html><html><body>Sign in</body></html>"), "HTML"),
            (Encoding.ASCII.GetBytes("\n  <html><body>Sign in</body></html>"), "HTML"),
            (Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"), "LFS"),
            ([(byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "ZIP"),
            ([], "empty"),
        })
        {
            string path = _folder.Write(name, content);
            DataException error = Assert.Throws<DataException>(() => Dataset.Load(path));
            Assert.Contains(what, error.Problem, StringComparison.Ordinal);
            Assert.Equal(path, error.Path);
        }
    }

    [Theory]
    [InlineData("text\n", "data.csv")]
    [InlineData("text,label\n", "data.csv")]
    [InlineData("   \n\n", "data.csv")]
    [InlineData("[]", "data.json")]
    [InlineData("{}", "data.json")]
    [InlineData("{\"text\": \"a\"", "data.jsonl")]
    [InlineData("[1, 2]", "data.json")]
    [InlineData("not json", "data.jsonl")]
    [InlineData("PAR1", "data.parquet")]
    [InlineData("PAR1xxxxxxxxxxxxxxxxPAR1", "data.parquet")]
    [InlineData("text,label\na,b\n", "data.parquet")]
    [InlineData("text,label\na,b\n", "data.xlsx")]
    public void A_file_without_usable_rows_is_refused_by_name(string content, string name)
    {
        string path = _folder.Write(name, content);

        Assert.Equal(path, Assert.Throws<DataException>(() => DatasetParts.Load(path)).Path);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        string path = Path.Combine(_folder.Path, "none.csv");

        Assert.Equal(path, Assert.Throws<DataException>(() => Dataset.Load(path)).Path);
        Assert.Equal(_folder.Path, Assert.Throws<DataException>(() => DatasetParts.Load(_folder.Path)).Path);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "folder.csv"));
        Assert.Throws<DataException>(() => Dataset.Load(Path.Combine(_folder.Path, "folder.csv")));
        Assert.Throws<DataException>(() => Dataset.Load("  "));
    }

    [Fact]
    public void A_parquet_file_cut_off_or_damaged_anywhere_gives_the_typed_error_alone()
    {
        string source = Directory.GetFiles(SharedFolder.Item("data", "cifar10", "plain_text"), "test*")[0];
        byte[] good = File.ReadAllBytes(source);
        string path = _folder.Write("cut.parquet", good[..(good.Length / 2)]);
        Assert.Equal(path, Assert.Throws<DataException>(() => Dataset.Load(path)).Path);

        var random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 20; round++)
        {
            byte[] bad = [.. good];
            int start = round % 2 == 0 ? random.Next(bad.Length) : bad.Length - 1 - random.Next(3000);
            for (int i = 0; i < 12; i++)
            {
                bad[Math.Min(start + i, bad.Length - 1)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, bad);
            try
            {
                Dataset.Load(path + "[:50]");
            }
            catch (DataException)
            {
                refused++;
            }
        }

        Assert.True(refused > 0, "no damage was noticed at all");
    }

    [Fact]
    public void Damaged_json_and_csv_give_the_typed_error_alone()
    {
        byte[] json = Encoding.UTF8.GetBytes("{\"text\": \"good \\u00e9\", \"label\": [\"a\", \"b\"]}\n{\"text\": \"bad\", \"label\": [\"b\"]}\n{\"text\": null, \"label\": []}\n");
        byte[] csv = Encoding.UTF8.GetBytes("text,label\n\"good, \"\"yes\"\"\",pos\nbad,neg\n\"two\nlines\",pos\n");
        var random = new Random(6);
        foreach ((string name, byte[] good) in new[] { ("data.jsonl", json), ("data.json", json), ("data.csv", csv) })
        {
            for (int round = 0; round < 300; round++)
            {
                byte[] bad = [.. good];
                for (int i = 0; i < 1 + (round % 4); i++)
                {
                    bad[random.Next(bad.Length)] = (byte)random.Next(256);
                }

                string path = _folder.Write(name, bad);
                Exception? error = Record.Exception(() => DatasetParts.Load(path, new DataOptions { SkipBad = round % 2 == 0 }));
                Assert.True(error is null or DataException, $"{name}, round {round}: {error}");
            }
        }
    }

    [Theory]
    [InlineData("data.csv")]
    [InlineData("data.jsonl")]
    [InlineData("data.json")]
    public void A_byte_order_mark_alone_is_an_empty_file(string name)
    {
        foreach (byte[] mark in new byte[][] { [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0xFF, 0xFE, 0x20, 0x00] })
        {
            Assert.Throws<DataException>(() => Dataset.Load(_folder.Write(name, mark)));
        }
    }

    [Fact]
    public void Deeply_nested_json_is_refused()
    {
        string path = _folder.Write("data.jsonl", "{\"text\": " + new string('[', 100_000) + "\n");

        Assert.Equal("line 1", Assert.Throws<DataException>(() => Dataset.Load(path)).Place);
    }
}
