using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Graft.Vision.Decoding;

/// <summary>Packs pixels of four bytes into three.</summary>
internal static class PixelPacker
{
    /// <summary>Copies red, green and blue of every pixel.</summary>
    /// <param name="rgba">[n,4].</param>
    /// <param name="rgb">[n,3] and <see cref="RgbImage.Padding"/> bytes behind it, which may be overwritten.</param>
    public static void DropAlpha(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        int count = rgba.Length / 4;
        ArgumentOutOfRangeException.ThrowIfLessThan(rgb.Length, (count * 3) + RgbImage.Padding, nameof(rgb));
        ref byte from = ref MemoryMarshal.GetReference(rgba);
        ref byte to = ref MemoryMarshal.GetReference(rgb);
        Vector128<byte> pack = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
        int i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + 4 <= count; i += 4)
            {
                // Four pixels: 16 bytes in, 12 out, and 4 that the next store overwrites.
                Vector128.Shuffle(Vector128.LoadUnsafe(ref from, (nuint)(i * 4)), pack).StoreUnsafe(ref to, (nuint)(i * 3));
            }
        }

        for (; i < count; i++)
        {
            rgba.Slice(i * 4, 3).CopyTo(rgb[(i * 3)..]);
        }
    }
}
