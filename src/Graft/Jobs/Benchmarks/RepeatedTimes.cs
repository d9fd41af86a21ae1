using System.Diagnostics;
using Graft.Layers.Quantized;
using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Jobs.Benchmarks;

/// <summary>
/// Times of some work with the machine's product rate measured in between: on a machine that others use too, only the
/// ratio of the two says something.
/// </summary>
internal sealed class RepeatedTimes
{
    // The shape of BERT-base's feed-forward layer on four texts of 512 tokens.
    private const int Rows = 2048, Width = 768, Inner = 3072;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private readonly List<double> _seconds = [];
    private readonly List<double> _rates = [];

    /// <summary>The median time.</summary>
    public double Seconds => Median(_seconds);

    /// <summary>The median rate in the machine's fastest format.</summary>
    public double MachineGflops => Median(_rates);

    /// <summary>The rate of products of whole numbers of 8 bits at the same shape; null where there are none.</summary>
    public static double? Int8Gops() => Int8Matrix.Gops(Rows, Width, Inner);

    /// <summary>The machine's rate in its fastest format, measured now.</summary>
    public static double MachineRate() => MachineRate(Fastest());

    /// <summary>Does the work once without measuring it, then a number of times with.</summary>
    /// <exception cref="OperationCanceledException">It was stopped, between two of them.</exception>
    public static RepeatedTimes Of(int repeats, Action work, CancellationToken cancellation = default)
    {
        var times = new RepeatedTimes();
        ScalarType fastest = Fastest();
        work();
        for (int i = 0; i < repeats; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            times._rates.Add(MachineRate(fastest));
            times._seconds.Add(Time(work));
        }

        return times;
    }

    /// <summary>
    /// The best of a few tries, after a while of the same work: the runtime compiles hot methods anew only after some
    /// tenths of a second, which short work would otherwise never see.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was stopped, between two of them.</exception>
    public static double Best(Action work, int tries = 3, CancellationToken cancellation = default)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            work();
        }
        while (Stopwatch.GetElapsedTime(start) < WarmUp);
        return Enumerable.Range(0, tries).Min(_ => Time(work));
    }

    private static ScalarType Fastest() => ProductRates.Measure().Best == ComputeFormat.Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    private static double MachineRate(ScalarType format) =>
        ProductRates.Gflops(format, Rows, Width, Inner) ?? throw new JobException("libtorch cannot multiply matrices.");

    private static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
