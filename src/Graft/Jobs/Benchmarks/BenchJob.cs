using TorchSharp;

namespace Graft.Jobs.Benchmarks;

/// <summary>`graft bench`: speeds beside the machine's own.</summary>
public static class BenchJob
{
    /// <summary>Measures one case.</summary>
    /// <exception cref="JobException">The sizes cannot work, or nothing could be measured.</exception>
    public static BenchResult Run(BenchOptions options)
    {
        const int LongestText = 512;
        if (options.Length is < 2 or > LongestText)
        {
            throw new JobException($"The length ({options.Length}) must be from 2 to {LongestText} tokens.");
        }

        Native.TorchLibrary.EnsureLoaded();
        if (options.Threads is { } threads)
        {
            torch.set_num_threads(threads);
        }

        return options.Case switch
        {
            BenchCase.Step => StepBench.Run(options),
            BenchCase.Predict => PredictBench.Run(options),
            BenchCase.Tokenize => PreparationBench.Tokenize(),
            BenchCase.Images => PreparationBench.Images(),
            _ => StartBench.Run(options.Repeats),
        };
    }
}
