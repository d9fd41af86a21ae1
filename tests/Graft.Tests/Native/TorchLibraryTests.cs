using Graft.Native;
using TorchSharp;

namespace Graft.Tests.Native;

public sealed class TorchLibraryTests
{
    [Fact]
    public void Loads_and_computes()
    {
        TorchLibrary.BeginLoading();
        Assert.True(TorchLibrary.WasAskedFor);
        NativeLibraryStatus status = TorchLibrary.EnsureLoaded();

        using torch.Tensor sum = torch.ones(2, 3).sum();
        Assert.Equal(6f, sum.item<float>());
        Assert.False(string.IsNullOrEmpty(status.TorchSharpLibrary));
    }

    [Fact]
    public void Patched_copy_differs_from_the_original_in_three_small_places_only()
    {
        string? folder = NativeFolder.Find();
        Assert.SkipUnless(OperatingSystem.IsLinux() && folder is not null, "needs TorchSharp's Linux library");
        string original = Path.Combine(folder, "libLibTorchSharp.so");
        byte[] before = File.ReadAllBytes(original), after = File.ReadAllBytes(original);

        CompatibleTorchSharp.Patch(after, original);

        int changed = before.Zip(after).Count(pair => pair.First != pair.Second);
        Assert.InRange(changed, 3, 8); // a flag (2 bytes), a name (4) and a version index (2)
    }

    [Fact]
    public void A_copy_with_other_bytes_is_written_anew()
    {
        string? folder = NativeFolder.Find();
        Assert.SkipUnless(OperatingSystem.IsLinux() && folder is not null, "needs TorchSharp's Linux library");
        using var cache = new TemporaryFolder();
        string original = Path.Combine(folder, "libLibTorchSharp.so"), copy = CompatibleTorchSharp.Provide(original, cache.Path);
        byte[] patched = File.ReadAllBytes(copy), planted = [.. patched];
        planted[^1] ^= 1;
        File.WriteAllBytes(copy, planted);

        Assert.Equal(copy, CompatibleTorchSharp.Provide(original, cache.Path));

        Assert.Equal(patched, File.ReadAllBytes(copy));
        DateTime written = File.GetLastWriteTimeUtc(copy);
        CompatibleTorchSharp.Provide(original, cache.Path);
        Assert.Equal(written, File.GetLastWriteTimeUtc(copy));
    }

    [Fact]
    public void A_file_that_is_no_library_gives_a_typed_error_that_names_it()
    {
        NativeLibraryException error = Assert.Throws<NativeLibraryException>(
            () => CompatibleTorchSharp.Patch(new byte[100], "some.so"));

        Assert.Equal("some.so", error.Path);
    }

    [Fact]
    public void A_cut_library_gives_a_typed_error()
    {
        string? folder = NativeFolder.Find();
        Assert.SkipUnless(OperatingSystem.IsLinux() && folder is not null, "needs TorchSharp's Linux library");
        byte[] image = File.ReadAllBytes(Path.Combine(folder, "libLibTorchSharp.so"));

        Assert.Throws<NativeLibraryException>(() => CompatibleTorchSharp.Patch(image[..20_000], "cut.so"));
    }
}
