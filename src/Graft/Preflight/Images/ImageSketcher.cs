using Graft.Vision;

namespace Graft.Preflight.Images;

/// <summary>Makes the sketch of a picture: the perceptual hash is that of pHash (Zauner, "Implementation and benchmarking of perceptual image hash functions", 2010).</summary>
internal static class ImageSketcher
{
    private const int Side = 32;
    private const int Frequencies = 8;
    private const int GraySide = 16;

    // Differences of 8-bit colours that JPEG alone makes in one plain colour.
    private const double FlatDeviation = 3;

    // JPEG brings clipped samples down a little.
    private const int Limit = 248;

    private static readonly float[] Cosines = CosineTable();

    /// <summary>The sketch; null for a picture of nearly one colour, which has no structure to compare.</summary>
    /// <param name="image">The picture, of any size.</param>
    public static ImageSketch? Sketch(RgbImage image)
    {
        RgbImage small = image.Width == Side && image.Height == Side ? image : image.Resize(Side, Side, ResampleFilter.Bilinear);
        var grays = new float[Side * Side];
        ReadOnlySpan<byte> pixels = small.Pixels;
        for (int i = 0; i < grays.Length; i++)
        {
            grays[i] = (0.299f * pixels[3 * i]) + (0.587f * pixels[(3 * i) + 1]) + (0.114f * pixels[(3 * i) + 2]);
        }

        return IsFlat(pixels) ? null : new ImageSketch(Hash(grays), Halve(grays), Clipped(pixels));
    }

    // By channel: red on green of the same brightness is not flat.
    private static bool IsFlat(ReadOnlySpan<byte> pixels)
    {
        for (int channel = 0; channel < 3; channel++)
        {
            double sum = 0, squares = 0;
            for (int i = channel; i < pixels.Length; i += 3)
            {
                sum += pixels[i];
                squares += pixels[i] * pixels[i];
            }

            double n = pixels.Length / 3.0;
            if (squares / n - (sum / n * (sum / n)) > FlatDeviation * FlatDeviation)
            {
                return false;
            }
        }

        return true;
    }

    private static ulong Hash(float[] grays)
    {
        // [32,32] -> [8,32]: the lowest frequencies down, then [8,8]: across.
        Span<float> rows = stackalloc float[Frequencies * Side];
        rows.Clear();
        for (int frequency = 0; frequency < Frequencies; frequency++)
        {
            for (int y = 0; y < Side; y++)
            {
                float cosine = Cosines[(frequency * Side) + y];
                for (int x = 0; x < Side; x++)
                {
                    rows[(frequency * Side) + x] += cosine * grays[(y * Side) + x];
                }
            }
        }

        Span<float> spectrum = stackalloc float[Frequencies * Frequencies];
        for (int i = 0; i < spectrum.Length; i++)
        {
            float sum = 0;
            for (int x = 0; x < Side; x++)
            {
                sum += rows[(i / Frequencies * Side) + x] * Cosines[(i % Frequencies * Side) + x];
            }

            spectrum[i] = sum;
        }

        Span<float> sorted = stackalloc float[spectrum.Length - 1];
        spectrum[1..].CopyTo(sorted);
        sorted.Sort();
        float median = sorted[sorted.Length / 2];
        ulong hash = 0;
        for (int i = 1; i < spectrum.Length; i++)
        {
            hash |= spectrum[i] > median ? 1UL << i : 0;
        }

        return hash;
    }

    private static byte[] Halve(float[] grays)
    {
        var halved = new byte[GraySide * GraySide];
        for (int i = 0; i < halved.Length; i++)
        {
            int corner = (i / GraySide * 2 * Side) + (i % GraySide * 2);
            halved[i] = (byte)((grays[corner] + grays[corner + 1] + grays[corner + Side] + grays[corner + Side + 1]) / 4 + 0.5f);
        }

        return halved;
    }

    // [16,16]: whether any of a cell's twelve samples is at the limit.
    private static bool[] Clipped(ReadOnlySpan<byte> pixels)
    {
        var clipped = new bool[GraySide * GraySide];
        for (int i = 0; i < pixels.Length; i++)
        {
            int pixel = i / 3, cell = (pixel / Side / 2 * GraySide) + (pixel % Side / 2);
            clipped[cell] |= pixels[i] >= Limit;
        }

        return clipped;
    }

    // [8,32]
    private static float[] CosineTable()
    {
        var table = new float[Frequencies * Side];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = (float)Math.Cos(Math.PI * (i / Side) * ((i % Side) + 0.5) / Side);
        }

        return table;
    }
}
