using System.Numerics;
using System.Runtime.InteropServices;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>
/// The dropout masks of a training run. A mask depends on the seed, the step and the place in the forward pass
/// alone: it does not depend on the number of threads, and a resumed run sees the masks it would have seen.
/// </summary>
public sealed class DropoutStream
{
    private const int ChunkWords = 1 << 14;

    private readonly ulong _seed;
    private readonly Generator? _generator;
    private ulong _step;

    /// <summary>Creates the stream of a run.</summary>
    /// <param name="seed">The run's seed.</param>
    public DropoutStream(ulong seed)
    {
        _seed = seed;
    }

    /// <summary>Creates the stream of a run whose masks a device draws by itself: others than the processor's, but of seed, step and place alone too.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="generator">The device's generator, which stays the caller's; null for the processor.</param>
    internal DropoutStream(ulong seed, Generator? generator)
        : this(seed)
    {
        _generator = generator;
    }

    /// <summary>Masks asked for in this step so far: where a part that is run again must begin anew.</summary>
    internal ulong Place { get; set; }

    /// <summary>Starts the masks of one forward and backward pass.</summary>
    /// <param name="step">The number of the pass since the run began, so that each pass has masks of its own.</param>
    public void BeginStep(long step)
    {
        _step = (ulong)step;
        Place = 0;
    }

    /// <summary>The next mask: 0 with the given probability, else 1 / (1 - probability).</summary>
    /// <param name="shape">The mask's shape.</param>
    /// <param name="probability">The share of zeros, 0 to below 1, kept to one part in 65,536.</param>
    /// <returns>A float32 tensor of that shape, on the CPU unless the stream is another device's; the caller owns it.</returns>
    public Tensor NextMask(ReadOnlySpan<long> shape, double probability)
    {
        DropoutMask drawn = Next(probability);
        if (_generator is not null)
        {
            // Seeded for each mask: a part that runs again in the backward pass draws the same ones.
            _generator.manual_seed((long)(drawn.Key + drawn.Place * 0xD1B54A32D192ED03ul));
            return empty(shape, dtype: ScalarType.Float32, device: _generator.device).bernoulli_(1 - probability, _generator).mul_(drawn.Scale);
        }

        Tensor mask = empty(shape, dtype: ScalarType.Float32);

        // Each random word gives two elements, 16 bits each.
        nint address = TensorAddress.Of(mask);
        long elements = mask.NumberOfElements;
        int chunks = (int)((elements + 2 * ChunkWords - 1) / (2 * ChunkWords));
        unsafe
        {
            WorkTeam.ForEach(chunks, chunk =>
            {
                long from = (long)chunk * 2 * ChunkWords;
                var part = new Span<float>((float*)address + from, (int)Math.Min(2 * ChunkWords, elements - from));
                FillChunk(part, drawn, (ulong)chunk * (ChunkWords / Philox.WordsPerBlock));
            });
        }

        return mask;
    }

    /// <summary>The next mask, not drawn yet.</summary>
    /// <param name="probability">The share of zeros, 0 to below 1, kept to one part in 65,536.</param>
    internal DropoutMask Next(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1.0);
        return new DropoutMask(
            _seed * 0x9E3779B97F4A7C15ul + _step, Place++, (uint)Math.Round(probability * 65536), (float)(1.0 / (1.0 - probability)));
    }

    private static void FillChunk(Span<float> part, DropoutMask mask, ulong firstBlock)
    {
        const int Words = 1024;
        Span<uint> words = stackalloc uint[Words];
        var threshold = new Vector<uint>(mask.Threshold);
        var scale = new Vector<float>(mask.Scale);
        for (int at = 0; at < part.Length; at += 2 * Words)
        {
            Philox.Fill(mask.Key, mask.Place, firstBlock + (ulong)(at / 2 / Philox.WordsPerBlock), words);
            ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<uint, ushort>(words);
            Span<float> target = part[at..Math.Min(part.Length, at + 2 * Words)];
            int i = 0;
            for (; i + Vector<ushort>.Count <= target.Length; i += Vector<ushort>.Count)
            {
                Vector.Widen(new Vector<ushort>(halves[i..]), out Vector<uint> first, out Vector<uint> second);
                Vector.ConditionalSelect(Vector.LessThan(first, threshold).As<uint, float>(), Vector<float>.Zero, scale).CopyTo(target[i..]);
                Vector.ConditionalSelect(Vector.LessThan(second, threshold).As<uint, float>(), Vector<float>.Zero, scale).CopyTo(target[(i + Vector<float>.Count)..]);
            }

            for (; i < target.Length; i++)
            {
                target[i] = halves[i] < mask.Threshold ? 0f : mask.Scale;
            }
        }
    }
}
