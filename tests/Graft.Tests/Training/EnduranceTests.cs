using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

/// <summary>A long run takes no more than a short one. Alone, as live tensors are counted over the whole process.</summary>
[Collection(nameof(EnduranceTests))]
[CollectionDefinition(nameof(EnduranceTests), DisableParallelization = true)]
public sealed class EnduranceTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"graft-{Guid.NewGuid():n}");

    private const int TensorsAhead = 12;

    private static bool IsSlowRun => Environment.GetEnvironmentVariable("GRAFT_SLOW_TESTS") == "true";

    [Fact]
    public void Tensors_and_file_handles_stay_flat_over_all_steps()
    {
        int steps = IsSlowRun ? 2000 : 200;
        using var run = new TinyRun();
        var watch = new Watch(steps / 10, _folder);

        new Trainer(run.Classifier, new TrainingOptions
        {
            OutputFolder = _folder, MaxSteps = steps, BatchSize = 4, LearningRate = 0.001, Saving = Cadence.Steps, SavingSteps = steps / 20, CheckpointLimit = 1,
            Evaluation = Cadence.Steps, EvaluationSteps = steps / 20,
        }, run, run, callbacks: [watch]).Train();

        Assert.Equal(10, watch.Seen.Count);
        // Batches are prepared ahead: how many tensors of them there are at a given moment is chance.
        Assert.All(watch.Seen, seen => Assert.InRange(seen.Tensors, 0, watch.Seen[0].Tensors + TensorsAhead));
        Assert.All(watch.Seen, seen => Assert.InRange(seen.Handles, 0, watch.Seen[0].Handles + 2));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Watch(int every, string folder) : TrainingCallback
    {
        public List<(long Tensors, int Handles)> Seen { get; } = [];

        public override void OnStep(int step, double epoch, StepResult result, TrainingControl control)
        {
            if (step % every == 0)
            {
                Seen.Add((torch.Tensor.TotalCount, OpenFiles()));
            }
        }

        // Of the run alone: sockets and libraries of other tests come and go.
        private int OpenFiles() => !Directory.Exists("/proc/self/fd") ? 0 :
            Directory.GetFileSystemEntries("/proc/self/fd").Count(handle => new FileInfo(handle).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true);
    }
}
