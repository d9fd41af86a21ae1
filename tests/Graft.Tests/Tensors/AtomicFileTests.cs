using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.At("state.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_text_replaces_the_old_one_and_no_other_file_is_left()
    {
        AtomicFile.WriteAllText(Path, "old");
        AtomicFile.WriteAllText(Path, "newé");
        Assert.Equal("newé"u8.ToArray(), File.ReadAllBytes(Path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_that_is_there_stays_where_none_is_to_be_overwritten()
    {
        AtomicFile.Write(Path, stream => stream.WriteByte((byte)'a'), check: null, overwrites: false);
        Assert.Throws<FileWriteException>(() => AtomicFile.Write(Path, stream => stream.WriteByte((byte)'b'), check: null, overwrites: false));

        Assert.Equal("a", File.ReadAllText(Path));
        Assert.Single(Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!));
    }

    [Fact]
    public void The_old_file_stands_until_the_new_one_is_complete() => AtomicFile.Write(Path, stream =>
    {
        Assert.False(File.Exists(Path));
        stream.Write("half"u8);
        stream.Flush();
        Assert.False(File.Exists(Path));
    });

    [Fact]
    public void An_error_of_the_caller_passes_through_and_the_old_file_stays()
    {
        AtomicFile.WriteAllText(Path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Path, stream =>
        {
            stream.Write(new byte[1 << 20]);
            throw new InvalidOperationException();
        }));
        OnlyTheOldFileIsThere();
    }

    [Fact, Trait("Fault", "20")]
    public void A_disk_that_fills_while_writing_keeps_the_old_file_and_removes_the_temporary_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full, which only Linux has");
        AtomicFile.WriteAllText(Path, "old");
        var error = Assert.Throws<FileWriteException>(() => AtomicFile.Write(Path, stream =>
        {
            stream.Write(new byte[1 << 20]);
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            full.Write(new byte[1]);
        }));
        Assert.True(error.IsDiskFull);
        Assert.Contains("disk is full after 1,048,576 bytes", error.Message);
        OnlyTheOldFileIsThere();
    }

    [Fact, Trait("Fault", "20")]
    public void A_known_length_beyond_the_free_space_fails_before_anything_is_written()
    {
        AtomicFile.WriteAllText(Path, "old");
        var error = Assert.Throws<FileWriteException>(() => AtomicFile.Write(Path, _ => Assert.Fail("was asked to write"), 1L << 60));
        Assert.True(error.IsDiskFull);
        Assert.Contains($"{error.MissingBytes:N0} bytes more", error.Message);
        OnlyTheOldFileIsThere();
    }

    [Fact]
    public void A_missing_folder_and_a_folder_in_the_way_are_typed_errors()
    {
        Assert.False(Assert.Throws<FileWriteException>(() => AtomicFile.WriteAllText(folder.At("no/such/x"), "")).IsDiskFull);
        Directory.CreateDirectory(Path);
        Assert.Throws<FileWriteException>(() => AtomicFile.WriteAllText(Path, ""));
        Assert.Equal([Path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Readers_see_the_old_or_the_new_file_while_writers_race()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "an open reader blocks the rename there");
        string[] texts = [.. Enumerable.Range(0, 4).Select(i => new string((char)('a' + i), 100_000))];
        AtomicFile.WriteAllText(Path, texts[0]);
        Parallel.For(0, 40, i =>
        {
            AtomicFile.WriteAllText(Path, texts[i % 4]);
            Assert.Contains(File.ReadAllText(Path), texts);
        });
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    private void OnlyTheOldFileIsThere()
    {
        Assert.Equal([Path], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal("old", File.ReadAllText(Path));
    }
}
