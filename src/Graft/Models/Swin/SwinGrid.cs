using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Swin;

/// <summary>A feature map cut into square windows, as it is or shifted by half a window.</summary>
/// <param name="Height">Patches from top to bottom.</param>
/// <param name="Width">Patches from left to right.</param>
/// <param name="Window">Side of a window.</param>
/// <param name="Shift">Patches by which the shifted cut is moved; 0 where the map is no larger than a window.</param>
internal sealed record SwinGrid(long Height, long Width, long Window, long Shift)
{
    // Added to the scores of patches that are neighbours only because the map was rolled.
    private const float Masked = -100;

    /// <summary>Height with the zeros that fill the last windows.</summary>
    public long PaddedHeight => RoundUp(Height);

    /// <summary>Width, likewise.</summary>
    public long PaddedWidth => RoundUp(Width);

    /// <summary>Windows in a map.</summary>
    public long Windows => PaddedHeight / Window * (PaddedWidth / Window);

    /// <summary>The cut of a map by windows of a side; a smaller map makes them smaller.</summary>
    public static SwinGrid Of(long height, long width, long window)
    {
        long side = Math.Min(height, width);
        return side <= window ? new SwinGrid(height, width, side, 0) : new SwinGrid(height, width, window, window / 2);
    }

    /// <summary>[b,h·w,c] -> [b·windows,n,c], where n is the patches of a window; zeros fill windows that jut out.</summary>
    public Tensor Partition(Tensor x, bool shifted)
    {
        using DisposeScope scope = NewDisposeScope();
        long batch = x.shape[0], channels = x.shape[^1];
        Tensor map = x.view(batch, Height, Width, channels);
        if (PaddedHeight != Height || PaddedWidth != Width)
        {
            map = nn.functional.pad(map, [0, 0, 0, PaddedWidth - Width, 0, PaddedHeight - Height]);
        }

        if (shifted && Shift > 0)
        {
            map = map.roll([-Shift, -Shift], [1, 2]);
        }

        Tensor windows = map.view(batch, PaddedHeight / Window, Window, PaddedWidth / Window, Window, channels);
        return scope.MoveToOuter(windows.transpose(2, 3).reshape(-1, Window * Window, channels));
    }

    /// <summary>Undoes <see cref="Partition"/>: [b·windows,n,c] -> [b,h·w,c].</summary>
    public Tensor Merge(Tensor windows, bool shifted)
    {
        using DisposeScope scope = NewDisposeScope();
        long channels = windows.shape[^1];
        Tensor cut = windows.view(-1, PaddedHeight / Window, PaddedWidth / Window, Window, Window, channels);
        Tensor map = cut.transpose(2, 3).reshape(-1, PaddedHeight, PaddedWidth, channels);
        if (shifted && Shift > 0)
        {
            map = map.roll([Shift, Shift], [1, 2]);
        }

        map = map.narrow(1, 0, Height).narrow(2, 0, Width);
        return scope.MoveToOuter(map.reshape(-1, Height * Width, channels));
    }

    /// <summary>
    /// What is added to the scores of the shifted cut: [windows,1,n,n], or null where nothing is shifted. The roll brings
    /// the map's opposite edges into one window; patches of different edges do not attend to each other.
    /// </summary>
    /// <param name="device">Where the mask is made; null is the CPU.</param>
    public Tensor? ShiftMask(Device? device = null)
    {
        if (Shift == 0)
        {
            return null;
        }

        using DisposeScope scope = NewDisposeScope();
        long[] rows = Bands(PaddedHeight), columns = Bands(PaddedWidth);
        float[] regions = [.. rows.SelectMany(row => columns.Select(column => (float)(row * 3 + column)))];
        Tensor map = tensor(regions, device: device).view(1, PaddedHeight / Window, Window, PaddedWidth / Window, Window);
        Tensor windows = map.transpose(2, 3).reshape(-1, Window * Window);             // [windows,n]
        Tensor differ = windows.unsqueeze(1).ne(windows.unsqueeze(2));                 // [windows,n,n]
        return scope.MoveToOuter((differ.to(ScalarType.Float32) * Masked).unsqueeze(1));
    }

    // For each place along a side of the rolled map: 0 before the last window, 1 within it, 2 in what came round the edge.
    private long[] Bands(long length) =>
        [.. Enumerable.Range(0, (int)length).Select(at => at < length - Window ? 0L : at < length - Shift ? 1L : 2L)];

    private long RoundUp(long length) => (length + Window - 1) / Window * Window;
}
