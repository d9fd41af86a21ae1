namespace Graft.Vision.Decoding;

/// <summary>Turns and mirrors a stored picture as its EXIF orientation says.</summary>
internal static class Orienter
{
    /// <summary>The picture upright; the same object where nothing is to be done.</summary>
    public static RgbImage Upright(RgbImage stored, int orientation)
    {
        int w = stored.Width;
        int h = stored.Height;

        // Where the output pixel (0,0) lies in the stored picture, and what one step right or down means there, in pixels.
        (int start, int right, int down) = orientation switch
        {
            2 => (w - 1, -1, w),                 // mirrored left to right
            3 => ((w * h) - 1, -1, -w),          // upside down
            4 => (w * (h - 1), 1, -w),           // mirrored top to bottom
            5 => (0, w, 1),                      // transposed
            6 => (w * (h - 1), -w, 1),           // lies on its left side
            7 => ((w * h) - 1, -w, -1),          // transposed and upside down
            8 => (w - 1, w, -1),                 // lies on its right side
            _ => (0, 1, w),
        };
        if (orientation is < 2 or > 8)
        {
            return stored;
        }

        (int width, int height) = orientation >= 5 ? (h, w) : (w, h);
        byte[] target = RgbImage.NewBuffer(width, height);
        ReadOnlySpan<byte> source = stored.Pixels;
        int at = 0;
        for (int y = 0; y < height; y++)
        {
            int from = (start + (y * down)) * 3;
            for (int x = 0; x < width; x++)
            {
                target[at] = source[from];
                target[at + 1] = source[from + 1];
                target[at + 2] = source[from + 2];
                at += 3;
                from += right * 3;
            }
        }

        return RgbImage.TakeOver(target, width, height);
    }
}
