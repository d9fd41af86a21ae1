using System.Numerics;
using System.Runtime.Intrinsics;

namespace Graft.Preflight.Texts;

/// <summary>
/// A text's features by 128 minima of hash functions (Broder, "On the resemblance and containment of documents", 1997):
/// the share of equal minima estimates the Jaccard similarity. Four minima each make a band for locality-sensitive
/// hashing (Indyk and Motwani, 1998): texts with an equal band are candidates.
/// </summary>
internal sealed class MinHashSketch
{
    /// <summary>Hash functions.</summary>
    public const int Size = 128;

    /// <summary>Minima of a band.</summary>
    public const int BandSize = 4;

    /// <summary>Bands.</summary>
    public const int Bands = Size / BandSize;

    private readonly byte[] _lowBytes = new byte[Size];
    private readonly uint[] _bands = new uint[Bands];

    /// <summary>Keeps the low byte of each minimum, and a hash of each band.</summary>
    /// <param name="minima">[128]</param>
    public MinHashSketch(ReadOnlySpan<uint> minima)
    {
        for (int i = 0; i < Size; i++)
        {
            _lowBytes[i] = (byte)minima[i];
        }

        for (int band = 0; band < Bands; band++)
        {
            ulong hash = (ulong)band + 1;
            foreach (uint minimum in minima.Slice(band * BandSize, BandSize))
            {
                hash = (hash ^ minimum) * 0x9E3779B97F4A7C15;
                hash ^= hash >> 29;
            }

            _bands[band] = (uint)(hash >> 32);
        }
    }

    /// <summary>A band's key.</summary>
    public uint Band(int band) => _bands[band];

    /// <summary>The estimated Jaccard similarity, 0..1; its standard error is at most 0.044.</summary>
    public double Similarity(MinHashSketch other)
    {
        int equal = 0;
        for (int i = 0; i < Size; i += Vector256<byte>.Count)
        {
            Vector256<byte> same = Vector256.Equals(Vector256.LoadUnsafe(ref _lowBytes[i]), Vector256.LoadUnsafe(ref other._lowBytes[i]));
            equal += BitOperations.PopCount(same.ExtractMostSignificantBits());
        }

        // One of 256 different minima has the same low byte.
        const double Chance = 1.0 / 256;
        return Math.Max(0, (((double)equal / Size) - Chance) / (1 - Chance));
    }
}
