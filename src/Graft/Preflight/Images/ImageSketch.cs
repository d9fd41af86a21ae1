using System.Numerics;

namespace Graft.Preflight.Images;

/// <summary>A picture in 16 × 16 grays and a hash of its coarse structure.</summary>
/// <param name="hash">One bit for each of the lowest 8 × 8 frequencies but the mean: whether it is above their median.</param>
/// <param name="grays">[16,16]</param>
internal sealed class ImageSketch(ulong hash, byte[] grays)
{
    /// <summary>Bits of a band of the hash: pictures with an equal band are candidates.</summary>
    public const int BandBits = 8;

    /// <summary>Bands.</summary>
    public const int Bands = 64 / BandBits;

    /// <summary>A band of the hash.</summary>
    public int Band(int band) => (byte)(hash >> (band * BandBits));

    /// <summary>Bits that differ, 0..63.</summary>
    public int Distance(ImageSketch other) => BitOperations.PopCount(hash ^ other.Hash);

    /// <summary>How alike two pictures are whatever their brightness and contrast: Pearson's correlation of their grays, -1..1.</summary>
    public double Similarity(ImageSketch other)
    {
        long sum = 0, sumOther = 0, squares = 0, squaresOther = 0, products = 0;
        byte[] others = other.Grays;
        for (int i = 0; i < grays.Length; i++)
        {
            int a = grays[i], b = others[i];
            sum += a;
            sumOther += b;
            squares += a * a;
            squaresOther += b * b;
            products += a * b;
        }

        double n = grays.Length;
        double variances = ((n * squares) - ((double)sum * sum)) * ((n * squaresOther) - ((double)sumOther * sumOther));
        return variances > 0 ? ((n * products) - ((double)sum * sumOther)) / Math.Sqrt(variances) : 0;
    }

    private ulong Hash => hash;

    private byte[] Grays => grays;
}
