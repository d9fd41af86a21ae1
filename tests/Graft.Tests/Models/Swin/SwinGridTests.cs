using CsCheck;
using Graft.Models.Swin;
using Graft.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.Swin;

public sealed class SwinGridTests
{
    private static readonly Gen<(int Height, int Width, int Window)> Sizes = Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[1, 5]);

    public SwinGridTests()
    {
        TorchLibrary.EnsureLoaded();
    }

    [Fact]
    public void Merging_undoes_partitioning() => Sizes.Sample(size =>
    {
        using DisposeScope scope = NewDisposeScope();
        var grid = SwinGrid.Of(size.Height, size.Width, size.Window);
        Tensor map = arange(2 * size.Height * size.Width * 3, dtype: ScalarType.Float32).view(2, size.Height * size.Width, 3);
        foreach (bool shifted in new[] { false, true })
        {
            Assert.True(grid.Merge(grid.Partition(map, shifted), shifted).Equals(map));
        }
    }, iter: 100, threads: 1);

    [Fact]
    public void Every_patch_is_in_one_window_and_the_rest_is_zero() => Sizes.Sample(size =>
    {
        using DisposeScope scope = NewDisposeScope();
        var grid = SwinGrid.Of(size.Height, size.Width, size.Window);
        Tensor map = arange(1, size.Height * size.Width + 1, dtype: ScalarType.Float32).view(1, -1, 1);
        foreach (bool shifted in new[] { false, true })
        {
            Tensor windows = grid.Partition(map, shifted);
            Assert.Equal(grid.Window * grid.Window, windows.shape[1]);
            Assert.Equal(
                Enumerable.Range(1, size.Height * size.Width).Select(number => (float)number),
                windows.flatten().data<float>().Where(value => value != 0).Order());
        }
    }, iter: 100, threads: 1);

    [Fact]
    public void Shifted_windows_hide_what_is_no_neighbour_in_the_image() => Sizes.Sample(size =>
    {
        using DisposeScope scope = NewDisposeScope();
        var grid = SwinGrid.Of(size.Height, size.Width, size.Window);
        if (grid.Shift == 0)
        {
            Assert.Null(grid.ShiftMask());
            return;
        }

        // Each patch carries its row and column; the padded map's own numbers stand in for patches that jut out.
        int height = Round(size.Height), width = Round(size.Width);
        var padded = new SwinGrid(height, width, grid.Window, grid.Shift);
        Tensor rows = arange(height, dtype: ScalarType.Float32).view(height, 1).expand(height, width).reshape(1, -1, 1);
        Tensor columns = arange(width, dtype: ScalarType.Float32).view(1, width).expand(height, width).reshape(1, -1, 1);
        Tensor rowOf = padded.Partition(rows, shifted: true).squeeze(-1), columnOf = padded.Partition(columns, shifted: true).squeeze(-1);
        Tensor far = Far(rowOf).logical_or(Far(columnOf));                             // [windows,n,n]

        Tensor mask = grid.ShiftMask()!;
        Assert.Equal(new[] { rowOf.shape[0], 1, rowOf.shape[1], rowOf.shape[1] }, mask.shape);
        Assert.True(mask.squeeze(1).ne(0).Equals(far));

        int Round(int length) => (int)((length + grid.Window - 1) / grid.Window * grid.Window);

        // Neighbours in a window are less than a window apart in the image.
        Tensor Far(Tensor place) => (place.unsqueeze(1) - place.unsqueeze(2)).abs().ge(grid.Window);
    }, iter: 100, threads: 1);
}
