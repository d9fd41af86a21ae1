using Graft.Data;

namespace Graft.Tests.Data;

/// <summary>Links in data reach nothing outside of it.</summary>
public sealed class FolderLinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [Trait("Fault", "54")]
    public void A_link_in_a_class_folder_that_leads_out_is_refused(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs rights there");
        Write("data");
        _folder.Write("secret/notes.txt", "a secret");
        string link = Path.Combine(_folder.Path, "data", "good", "x.txt");
        if (kind == "file")
        {
            File.CreateSymbolicLink(link, "../../secret/notes.txt");
        }
        else
        {
            Directory.CreateSymbolicLink(Path.ChangeExtension(link, null), Path.Combine(_folder.Path, "secret"));
        }

        DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(Path.Combine(_folder.Path, "data")));
        Assert.Contains("leads out", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_within_the_folder_and_a_folder_that_is_a_link_itself_are_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs rights there");
        Write("data");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "data", "good", "2.txt"), "../bad/0.txt");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "named"), Path.Combine(_folder.Path, "data"));

        Assert.Equal(5, DatasetParts.Load(Path.Combine(_folder.Path, "named")).Train.Count);
    }

    [Fact]
    public void A_snapshot_of_a_hubs_cache_links_to_its_blobs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs rights there");
        Write("datasets--a--b/snapshots/0123");
        _folder.Write("datasets--a--b/blobs/ff", "a text");
        string snapshot = Path.Combine(_folder.Path, "datasets--a--b", "snapshots", "0123");
        File.CreateSymbolicLink(Path.Combine(snapshot, "good", "2.txt"), "../../../blobs/ff");

        Assert.Equal(5, DatasetParts.Load(snapshot).Train.Count);
    }

    [Fact]
    [Trait("Fault", "54")]
    public void A_picture_that_a_table_names_must_not_be_a_link_that_leads_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs rights there");
        _folder.Write("secret.png", "x");
        _folder.Write("data/a.png", "x");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "data", "b.png"), "../secret.png");
        _folder.Write("data/metadata.csv", "file_name,label\na.png,x\nb.png,y\n");

        Assert.Contains("leads out", Assert.Throws<DataException>(() => DatasetParts.Load(Path.Combine(_folder.Path, "data"))).Message, StringComparison.Ordinal);
    }

    private void Write(string folder)
    {
        foreach (string label in new[] { "good", "bad" })
        {
            for (int i = 0; i < 2; i++)
            {
                _folder.Write($"{folder}/{label}/{i}.txt", $"{label} text {i}");
            }
        }
    }
}
