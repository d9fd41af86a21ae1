using Graft.Data;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Testing;
using Graft.Text;
using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>A long run takes no more than a short one. Alone, as tensors, handles and memory are counted over the whole process.</summary>
[Collection(nameof(EnduranceTests))]
[CollectionDefinition(nameof(EnduranceTests), DisableParallelization = true)]
public sealed class EnduranceTests : IDisposable
{
    private const int Looks = 10;

    // Batches are prepared ahead: how many tensors there are at a given moment is chance. One left behind by each step would be far more.
    private const int TensorsAhead = 12;

    // What the runtime compiles and keeps while a run goes on.
    private const double MoreMemory = 1.1;

    private readonly string _folder = Directory.CreateTempSubdirectory("graft-endurance-").FullName;

    private static bool IsSlowRun => Environment.GetEnvironmentVariable("GRAFT_SLOW_TESTS") == "true";

    [Fact]
    public void Tensors_handles_threads_and_memory_stay_flat_over_all_steps()
    {
        using var run = new TinyRun();
        run.Prepared.Capacity = 1 << 16;
        CheckFlat(run.Classifier, Options(IsSlowRun ? 2000 : 200, saves: 20) with { BatchSize = 4, LearningRate = 0.001 }, run, run);
    }

    [Fact]
    public void They_stay_flat_for_the_shipped_text_model_on_texts_of_all_lengths()
    {
        Assert.SkipUnless(IsSlowRun, "200 steps of a real model are for the slow run");
        string folder = SharedFolder.Project("models", "minilm-l6-h384-uncased");
        string[] sentences = [.. Dataset.Load($"{SharedFolder.Project("samples", "reviews")}[train[:600]]").Select(row => ((TextExample)row).Text)];
        Tokenizer tokenizer = Tokenizer.Load(folder);
        EncodedTexts Texts(int rows) => new(Dataset.FromTexts(Enumerable.Range(0, rows).Select(row => (string.Join(' ', sentences.Skip(row).Take(1 + row % 20)), row % 3 == 0 ? "yes" : "no"))), tokenizer, maxLength: 128);
        EncodedTexts train = Texts(400), held = Texts(40);
        using var classifier = PretrainedClassifier.Load(folder, new ModelLoadOptions { Labels = train.Labels, Seed = 1 });
        Assert.InRange(Enumerable.Range(0, train.Count).Max(train.CostOf), 100, 128);
        Assert.InRange(Enumerable.Range(0, train.Count).Min(train.CostOf), 3, 30);

        CheckFlat(classifier, Options(200, saves: 4) with { BatchSize = 8 }, train, held);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private TrainingOptions Options(int steps, int saves) => new()
    {
        OutputFolder = _folder, MaxSteps = steps, CheckpointLimit = 1,
        Saving = Cadence.Steps, SavingSteps = steps / saves, Evaluation = Cadence.Steps, EvaluationSteps = steps / saves,
    };

    private void CheckFlat(PretrainedClassifier classifier, TrainingOptions options, IBatchSource train, IBatchSource held)
    {
        var watch = new ResourceWatch(options.MaxSteps!.Value / Looks, _folder);
        new Trainer(classifier, options, train, held, callbacks: [watch]).Train();

        ResourceLook first = watch.Looks[0];
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', watch.Looks));
        Assert.Equal(Looks, watch.Looks.Count);
        Assert.All(watch.Looks, look => Assert.InRange(look.Tensors, 1, first.Tensors + TensorsAhead));
        Assert.All(watch.Looks, look => Assert.InRange(look.OwnFiles, 0, first.OwnFiles + 2));
        AssertStopsGrowing(watch.Looks, look => look.Handles);
        AssertStopsGrowing(watch.Looks, look => look.Threads);
        Assert.All(watch.Looks, look => Assert.InRange(look.ResidentBytes, 1, (long)(first.ResidentBytes * MoreMemory)));
    }

    /// <summary>
    /// The runtime opens handles and threads of its own when it likes, a dozen at once and once in a while. What a save or a step
    /// leaves behind comes back at every look: between most looks (two saves and more) nothing may be added.
    /// </summary>
    private static void AssertStopsGrowing(IReadOnlyList<ResourceLook> looks, Func<ResourceLook, IReadOnlyCollection<string>> held)
    {
        int[] growth = [.. looks.Zip(looks.Skip(1), (before, after) => held(after).Count - held(before).Count).Order()];
        IEnumerable<string> added = held(looks[^1]).Except(held(looks[0]));
        Assert.True(growth[growth.Length / 2] <= 0, $"Between looks {string.Join(", ", growth)} were added, among them {string.Join(", ", added)}.");
    }
}
