using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Graft.Data;
using Graft.Data.Reading;
using Graft.Testing;

namespace Graft.Tests.Data;

/// <summary>Archives of folders: read as the folder would be, and never trusted.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Cache => Path.Combine(_folder.Path, "cache");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data.zip")]
    [InlineData("data.tar")]
    [InlineData("data.tar.gz")]
    [InlineData("data.tgz")]
    public void An_archive_of_a_folder_has_its_parts(string name)
    {
        string source = SharedFolder.Project("samples", "reviews");
        string path = Path.Combine(_folder.Path, name);
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            ZipFile.CreateFromDirectory(source, path);
        }
        else
        {
            using FileStream file = File.Create(path);
            using Stream packed = name.EndsWith("gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
            TarFile.CreateFromDirectory(source, packed, includeBaseDirectory: false);
        }

        string folder = ArchiveFolder.Unpack(path, Cache);

        Assert.Equal(
            Directory.GetFiles(source, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(source, file)).Order(StringComparer.Ordinal),
            Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal));
        Assert.Equal(DatasetParts.Load(source).Train.Count, DatasetParts.Load(folder).Train.Count);
        Assert.Equal(folder, ArchiveFolder.Unpack(path, Cache));
        Assert.Single(Directory.GetFileSystemEntries(Cache));
    }

    [Theory]
    [Trait("Fault", "54")]
    [InlineData("../evil.csv")]
    [InlineData("a/../../evil.csv")]
    [InlineData("/evil.csv")]
    [InlineData("..\\evil.csv")]
    [InlineData("D:evil.csv")]
    [InlineData("\\\\host\\share\\evil.csv")]
    public void An_entry_that_leads_outside_is_refused_and_nothing_kept(string name)
    {
        foreach (string path in new[] { Zip(name, "x"), Tar(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream("x"u8.ToArray()) }) })
        {
            Assert.Contains("leads out", Assert.Throws<DataException>(() => ArchiveFolder.Unpack(path, Cache)).Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(Cache));
        }
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public void Links_are_refused(TarEntryType kind)
    {
        string path = Tar(new PaxTarEntry(kind, "train.csv") { LinkName = "/etc/passwd" });

        Assert.Contains("link", Assert.Throws<DataException>(() => ArchiveFolder.Unpack(path, Cache)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Cache));
    }

    [Fact]
    public void What_unpacks_to_a_thousand_times_its_size_is_refused()
    {
        string path = Path.Combine(_folder.Path, "bomb.zip");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry("train.csv", CompressionLevel.SmallestSize).Open();
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++)
            {
                entry.Write(zeros);
            }
        }

        Assert.True(new FileInfo(path).Length * 1000 < 300L << 20, "the test's archive packs well enough");
        Assert.Contains("unpacks to more", Assert.Throws<DataException>(() => ArchiveFolder.Unpack(path, Cache)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Cache));
    }

    [Theory]
    [InlineData("data.zip")]
    [InlineData("data.tar.gz")]
    public void What_is_no_archive_is_said(string name)
    {
        string path = _folder.Write(name, "text,label\na,b\n");

        Assert.Equal(path, Assert.Throws<DataException>(() => ArchiveFolder.Unpack(path, Cache)).Path);
        Assert.Empty(Directory.GetFileSystemEntries(Cache));
    }

    private string Zip(string entry, string content)
    {
        string path = Path.Combine(_folder.Path, $"{Guid.NewGuid():n}.zip");
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using Stream stream = zip.CreateEntry(entry).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
        return path;
    }

    private string Tar(TarEntry entry)
    {
        string path = Path.Combine(_folder.Path, $"{Guid.NewGuid():n}.tar");
        using var tar = new TarWriter(File.Create(path));
        tar.WriteEntry(entry);
        return path;
    }
}
