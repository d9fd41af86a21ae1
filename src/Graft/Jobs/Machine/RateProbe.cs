using System.Diagnostics;
using System.Runtime.InteropServices;
using Graft.Layers.Quantized;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Jobs.Machine;

/// <summary>Measures rates in a few tens of milliseconds each: the median of several tries.</summary>
internal static class RateProbe
{
    // The shape of BERT-base's feed-forward layer on four texts of 512 tokens.
    private const int Rows = 2048, Width = 768, Inner = 3072;
    private const double Operations = 2.0 * Rows * Width * Inner;
    private const int CopiedBytes = 1 << 27;
    private const int Tries = 7;

    public static MachineRates Measure()
    {
        using IDisposable gradientsOff = no_grad();
        return new MachineRates(
            Product(ScalarType.Float32) ?? throw new JobException("libtorch cannot multiply matrices."), Product(ScalarType.BFloat16), Int8Matrix.Gops(Rows, Width, Inner), Copy(), Masks());
    }

    private static double? Product(ScalarType format)
    {
        try
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = ones([Rows, Width], dtype: format), weight = ones([Inner, Width], dtype: format);
            return Operations / 1e9 / Median(() => nn.functional.linear(x, weight).Dispose());
        }
        catch (ExternalException)
        {
            return null;
        }
    }

    private static double Copy()
    {
        byte[] from = GC.AllocateUninitializedArray<byte>(CopiedBytes), to = GC.AllocateUninitializedArray<byte>(CopiedBytes);
        from.AsSpan().Fill(1);
        return CopiedBytes / 1e9 / Median(() => Parallel.For(0, Environment.ProcessorCount, part =>
        {
            int length = CopiedBytes / Environment.ProcessorCount;
            from.AsSpan(part * length, length).CopyTo(to.AsSpan(part * length, length));
        }));
    }

    private static double Masks()
    {
        var stream = new DropoutStream(seed: 1);
        return (double)Rows * Inner / 1e6 / Median(() => stream.NextMask([Rows, Inner], 0.1).Dispose());
    }

    private static double Median(Action work)
    {
        work();
        var seconds = new double[Tries];
        for (int i = 0; i < Tries; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[Tries / 2];
    }
}
