using System.Numerics;

namespace Graft.Preflight.Images;

/// <summary>A picture in 16 × 16 grays and a hash of its coarse structure.</summary>
/// <param name="hash">One bit for each of the lowest 8 × 8 frequencies but the mean: whether it is above their median.</param>
/// <param name="grays">[16,16]</param>
/// <param name="clipped">[16,16]: whether a colour is at its limit there, so that a brighter copy may have lost what was above it.</param>
internal sealed class ImageSketch(ulong hash, byte[] grays, bool[] clipped)
{
    // Cells that must be left for a comparison without the clipped ones.
    private const int FewestCells = 100;

    /// <summary>Bits of a band of the hash: pictures with an equal band are candidates.</summary>
    public const int BandBits = 8;

    /// <summary>Bands.</summary>
    public const int Bands = 64 / BandBits;

    /// <summary>A band of the hash.</summary>
    public int Band(int band) => (byte)(hash >> (band * BandBits));

    /// <summary>Bits that differ, 0..63.</summary>
    public int Distance(ImageSketch other) => BitOperations.PopCount(hash ^ other.Hash);

    /// <summary>
    /// How alike two pictures are whatever their brightness and contrast: Pearson's correlation of their grays, -1..1;
    /// where that is more, of the grays that are clipped in neither.
    /// </summary>
    public double Similarity(ImageSketch other) => Math.Max(Similarity(other, withClipped: true), Similarity(other, withClipped: false));

    private double Similarity(ImageSketch other, bool withClipped)
    {
        int n = 0;
        long sum = 0, sumOther = 0, squares = 0, squaresOther = 0, products = 0;
        byte[] others = other.Grays;
        for (int i = 0; i < grays.Length; i++)
        {
            if (!withClipped && (clipped[i] || other.Clipped[i]))
            {
                continue;
            }

            int a = grays[i], b = others[i];
            n++;
            sum += a;
            sumOther += b;
            squares += a * a;
            squaresOther += b * b;
            products += a * b;
        }

        double variances = (double)((n * squares) - (sum * sum)) * ((n * squaresOther) - (sumOther * sumOther));
        return n >= FewestCells && variances > 0 ? ((n * products) - (sum * sumOther)) / Math.Sqrt(variances) : 0;
    }

    private ulong Hash => hash;

    private byte[] Grays => grays;

    private bool[] Clipped => clipped;
}
