using Graft.Jobs;
using Graft.Tensors;
using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>What is on the disk is whole, or it is noticed.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"graft-{Guid.NewGuid():n}");

    public static TheoryData<string, string> Damages => new()
    {
        { "truncated", "has " }, { "altered", "SHA-256" }, { "removed", "is missing" }, { "no manifest", "manifest" }, { "broken manifest", "manifest" },
        { "hostile manifest", "is not the name of a file" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    [Trait("Fault", "21")]
    public void A_newest_checkpoint_that_is_damaged_is_warned_of_and_the_one_before_is_used(string damage, string said)
    {
        using var whole = new TinyRun();
        TrainingResult uninterrupted = new Trainer(whole.Classifier, Options("whole"), whole).Train();
        string run = Stop(after: 6);
        Assert.Equal(["checkpoint-2", "checkpoint-4", "checkpoint-6"], Names(run));
        Damage(Path.Combine(run, "checkpoint-6"), damage);
        using var second = new TinyRun();
        var heard = new Listener();

        TrainingResult resumed = new Trainer(second.Classifier, Options("cut"), second, callbacks: [heard]).Train(run);

        string warning = Assert.Single(heard.Warnings);
        Assert.Contains("checkpoint-6", warning, StringComparison.Ordinal);
        Assert.Contains(said, warning, StringComparison.Ordinal);
        Assert.Equal(4, heard.FirstStep);
        Assert.Equal(uninterrupted.Steps, resumed.Steps);
        Assert.Equal(TinyRun.WeightsOf(whole.Classifier), TinyRun.WeightsOf(second.Classifier));
        Assert.All(CheckpointsJob.Run(new CheckpointsJobOptions { Folder = run, Verify = true }), entry => Assert.Equal(CheckpointState.Verified, entry.State));
    }

    [Fact]
    [Trait("Fault", "21")]
    public void A_damaged_checkpoint_that_is_named_itself_is_an_error_and_so_are_only_damaged_ones()
    {
        string run = Stop(after: 4);
        Array.ForEach(Directory.GetDirectories(run), checkpoint => Damage(checkpoint, "altered"));
        using var second = new TinyRun();

        TrainingException named = Assert.Throws<TrainingException>(() => new Trainer(second.Classifier, Options("cut"), second).Train(Path.Combine(run, "checkpoint-4")));
        TrainingException all = Assert.Throws<TrainingException>(() => new Trainer(second.Classifier, Options("cut"), second).Train(run));

        Assert.Contains("SHA-256", named.Message, StringComparison.Ordinal);
        Assert.Contains("All 2 checkpoints are damaged", all.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Fault", "20")]
    public void A_disk_that_fills_while_a_checkpoint_is_written_keeps_the_old_one_and_leaves_nothing_behind(bool isWrapped)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full, which only Linux has");
        using var run = new TinyRun();
        int saves = 0;
        run.Saving = folder =>
        {
            if (++saves == 2)
            {
                // The tokenizer's file hits the end of the disk: weights are written by then.
                Assert.Contains(".partial", folder, StringComparison.Ordinal);
                try
                {
                    using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                    full.Write(new byte[1]);
                }
                catch (IOException error) when (isWrapped)
                {
                    throw new GraftException("The settings cannot be written.", folder, innerException: error);
                }
            }
        };

        FileWriteException error = Assert.Throws<FileWriteException>(() => new Trainer(run.Classifier, Options("cut"), run).Train());

        Assert.True(error.IsDiskFull);
        Assert.Contains("checkpoint-4", error.Message, StringComparison.Ordinal);
        string folder = Path.Combine(_folder, "cut");
        Assert.Equal(["checkpoint-2"], Names(folder));
        Assert.Equal(CheckpointState.Verified, CheckpointsJob.Run(new CheckpointsJobOptions { Folder = folder, Verify = true }).Single().State);
    }

    [Fact]
    [Trait("Fault", "19")]
    public void What_a_killed_process_left_half_done_is_cleared_away_or_brought_back()
    {
        string run = Stop(after: 4);
        Directory.Move(Path.Combine(run, "checkpoint-4"), Path.Combine(run, ".checkpoint-4.replaced"));
        foreach (string left in new[] { ".checkpoint-4.partial", ".checkpoint-2.replaced", ".checkpoint-9.removed" })
        {
            Directory.CreateDirectory(Path.Combine(run, left));
        }

        File.WriteAllText(Path.Combine(run, ".graft-0123.tmp"), "half of the model");
        using var second = new TinyRun();
        var heard = new Listener();
        new Trainer(second.Classifier, Options("cut"), second, callbacks: [heard]).Train(run);

        Assert.Equal(4, heard.FirstStep);
        Assert.Empty(heard.Warnings);
        Assert.Empty(Directory.GetFileSystemEntries(run, ".*"));
    }

    [Fact]
    [Trait("Fault", "26")]
    public void Damaged_checkpoints_never_take_the_place_of_whole_ones()
    {
        string run = Stop(after: 6, limit: 3);
        Damage(Path.Combine(run, "checkpoint-6"), "truncated");
        using var second = new TinyRun();

        // From 4 on, with room for one: 6 is written anew, and at no moment is there none.
        new Trainer(second.Classifier, Options("cut") with { CheckpointLimit = 1, MaxSteps = 12 }, second, callbacks: [new StopAfter(5)]).Train(run);

        Assert.Equal(["checkpoint-5"], Names(run));
        Assert.Equal(CheckpointState.Verified, CheckpointsJob.Run(new CheckpointsJobOptions { Folder = run, Verify = true }).Single().State);
    }

    [Fact]
    [Trait("Fault", "30")]
    public void Changes_that_are_allowed_are_warned_of_one_by_one()
    {
        string run = Stop(after: 4);
        using var second = new TinyRun(rows: 30);
        var heard = new Listener();

        TrainingResult result = new Trainer(second.Classifier, Options("cut") with { LearningRate = 0.02, AllowChanges = true }, second, callbacks: [heard]).Train(run);

        Assert.Equal(TrainingOutcome.Completed, result.Outcome);
        Assert.Contains(heard.Warnings, warning => warning.Contains("rows: was 22, is 30", StringComparison.Ordinal));
        Assert.Contains(heard.Warnings, warning => warning.Contains("learning rate: was 0.01, is 0.02", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Fault", "30")]
    public void Another_model_is_refused()
    {
        string run = Stop(after: 2);
        using var second = new TinyRun(dropout: 0.3);

        Assert.Contains("model: was bert ", Assert.Throws<TrainingException>(() => new Trainer(second.Classifier, Options("cut"), second).Train(run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pruning_keeps_the_best_and_the_newest_whole_ones()
    {
        using var run = new TinyRun();
        var falling = new Queue<double>([0.9, 0.5, 0.4, 0.3]);
        new Trainer(run.Classifier, Options("cut") with { Epochs = 4, MaxSteps = null, Saving = Cadence.Epoch, CheckpointLimit = null, BestMetric = "score" }, run, run,
            _ => new Dictionary<string, double> { ["score"] = falling.Dequeue() }).Train();
        string folder = Path.Combine(_folder, "cut");
        Damage(Path.Combine(folder, "checkpoint-24"), "altered");

        IReadOnlyList<CheckpointEntry> entries = CheckpointsJob.Run(new CheckpointsJobOptions { Folder = folder, Verify = true, Keep = 1 });

        Assert.Equal(["checkpoint-18", "checkpoint-6"], Names(folder));
        Assert.Equal([(6, true, false, false), (12, false, false, true), (18, false, true, false), (24, false, false, true)],
            entries.Select(entry => (entry.Step, entry.IsBest, entry.IsNewest, entry.IsRemoved)));
        Assert.Throws<JobException>(() => CheckpointsJob.Run(new CheckpointsJobOptions { Folder = folder, Keep = 0 }));
        Assert.Throws<JobException>(() => CheckpointsJob.Run(new CheckpointsJobOptions { Folder = Path.Combine(folder, "nothing") }));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private TrainingOptions Options(string name) => new()
    {
        OutputFolder = Path.Combine(_folder, name), MaxSteps = 8, BatchSize = 4, LearningRate = 0.01, Saving = Cadence.Steps, SavingSteps = 2, LoadBestAtEnd = true,
    };

    private string Stop(int after, int? limit = null)
    {
        using var run = new TinyRun();
        new Trainer(run.Classifier, Options("cut") with { CheckpointLimit = limit, MaxSteps = limit is null ? 8 : 12 }, run, callbacks: [new StopAfter(after)]).Train();
        return Path.Combine(_folder, "cut");
    }

    private static string[] Names(string run) => [.. Directory.GetDirectories(run).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static void Damage(string checkpoint, string how)
    {
        string weights = Path.Combine(checkpoint, "model.safetensors"), manifest = Path.Combine(checkpoint, "manifest.json");
        byte[] bytes = File.ReadAllBytes(weights);
        switch (how)
        {
            case "truncated":
                File.WriteAllBytes(weights, bytes[..^100]);
                break;
            case "altered":
                bytes[^1] ^= 1;
                File.WriteAllBytes(weights, bytes);
                break;
            case "removed":
                File.Delete(Path.Combine(checkpoint, "optimizer.safetensors"));
                break;
            case "no manifest":
                File.Delete(manifest);
                break;
            case "broken manifest":
                File.WriteAllText(manifest, File.ReadAllText(manifest)[..^9]);
                break;
            default:
                File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("config.json", "../config.json", StringComparison.Ordinal));
                break;
        }
    }

    private sealed class Listener : TrainingCallback
    {
        public List<string> Warnings { get; } = [];

        public int FirstStep { get; private set; }

        public override void OnStart(TrainingPlan plan) => FirstStep = plan.FirstStep;

        public override void OnWarning(string text) => Warnings.Add(text);
    }
}
