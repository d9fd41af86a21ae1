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

    [Fact]
    public void An_archive_packed_with_its_folder_has_the_classes_inside()
    {
        foreach (string name in new[] { "pets/cat/1.png", "pets/dog/1.png" })
        {
            _folder.Write(name, [0x89, (byte)'P', (byte)'N', (byte)'G']);
        }

        string path = _folder.At("pets.zip");
        ZipFile.CreateFromDirectory(_folder.At("pets"), path, CompressionLevel.Fastest, includeBaseDirectory: true);

        Assert.Equal(["cat", "dog"], DatasetParts.Load(ArchiveFolder.Unpack(path, Cache)).Train.Labels.Names);
    }

    [Fact]
    public void A_zip_with_a_changed_byte_or_an_encrypted_entry_is_refused_and_nothing_kept()
    {
        string path = _folder.At("data.zip");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry("train.csv", CompressionLevel.NoCompression).Open();
            entry.Write("text,label\ngood,a\nbad,b\n"u8);
        }

        byte[] whole = File.ReadAllBytes(path), changed = [.. whole], locked = [.. whole];
        changed[whole.AsSpan().IndexOf("good"u8)] = (byte)'f';
        const byte Encrypted = 1;
        locked[whole.AsSpan().IndexOf("PK\u0003\u0004"u8) + 6] |= Encrypted;
        locked[whole.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= Encrypted;
        foreach ((byte[] content, string problem) in new[] { (changed, "checksum"), (locked, "encrypted") })
        {
            File.WriteAllBytes(path, content);
            DataException error = Assert.Throws<DataException>(() => ArchiveFolder.Unpack(path, Cache));
            Assert.Equal(path, error.Path);
            Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
            Assert.Contains("train.csv", error.Problem, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(Cache));
        }
    }

    [Fact]
    public void A_tar_gz_with_a_wrong_checksum_is_refused_and_nothing_kept()
    {
        byte[] content = File.ReadAllBytes(Tar(new PaxTarEntry(TarEntryType.RegularFile, "train.csv") { DataStream = new MemoryStream(new byte[100_000]) }));
        string path = _folder.At("data.tar.gz");
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            packed.Write(content);
            packed.Write(new byte[1 << 20]);
        }

        Assert.Equal(["train.csv"], Directory.GetFiles(ArchiveFolder.Unpack(path, Cache)).Select(Path.GetFileName));
        Directory.Delete(Cache, recursive: true);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^8] ^= 1;
        File.WriteAllBytes(path, bytes);

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
