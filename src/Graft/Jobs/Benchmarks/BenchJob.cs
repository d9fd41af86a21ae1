using Graft.Tensors;
using TorchSharp;

namespace Graft.Jobs.Benchmarks;

/// <summary>`graft bench`: speeds beside the machine's own.</summary>
public static class BenchJob
{
    /// <summary>Measures one case.</summary>
    /// <param name="options">What is to be measured.</param>
    /// <param name="cancellation">Stops between repeats.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="JobException">The sizes cannot work, the case does not know the format, or nothing could be measured.</exception>
    public static BenchResult Run(BenchOptions options, CancellationToken cancellation = default)
    {
        const int LongestText = 512;
        if (options.Length is < 2 or > LongestText)
        {
            throw new JobException($"The length ({options.Length}) must be from 2 to {LongestText} tokens.");
        }

        if (options is { Case: BenchCase.Step, Format: ComputeFormat.Int8 })
        {
            throw new JobException("int8 is for prediction; a training step has none.", remedy: "Measure predictions, or take float32 or bfloat16.");
        }

        Native.TorchLibrary.EnsureLoaded();
        if (options.Threads is { } threads)
        {
            torch.set_num_threads(threads);
        }

        return options.Case switch
        {
            BenchCase.Step => StepBench.Run(options, cancellation),
            BenchCase.Predict => PredictBench.Run(options, cancellation),
            BenchCase.Tokenize => PreparationBench.Tokenize(cancellation),
            BenchCase.Images => PreparationBench.Images(cancellation),
            _ => StartBench.Run(options.Repeats, cancellation),
        };
    }
}
