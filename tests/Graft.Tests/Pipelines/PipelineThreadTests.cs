using Graft.Layers;
using Graft.Models;
using Graft.Pipelines;
using Graft.Tensors;
using Graft.Tests.Native;
using Graft.Tests.Training;
using Graft.Text;
using static TorchSharp.torch;

namespace Graft.Tests.Pipelines;

/// <summary>One pipeline used by several threads.</summary>
[Collection(nameof(NativeHeapTests))]
public sealed class PipelineThreadTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly TinyRun _run = new();

    public void Dispose()
    {
        _run.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Calls_of_several_threads_take_turns_and_get_their_own_answers()
    {
        const int Threads = 4, Calls = 20;
        var model = new Watched(_run.Classifier.Model);
        using TextClassificationPipeline pipeline = Open(model);
        string[] texts = ["a", "bee", "see dee", "e e e"];
        double[] expected = [.. texts.Select(text => pipeline.Predict(text)[0].Score)];

        // The second short call has laid the weights out, in which sums have another order.
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Calls; i++)
            {
                Assert.Equal(expected[thread], pipeline.Predict(texts[thread])[0].Score, 1e-5);
            }
        })));

        Assert.Equal(1, model.MostAtOnce);
    }

    [Fact]
    public async Task Disposing_waits_for_the_call_that_is_being_answered_and_later_ones_are_refused()
    {
        using ManualResetEventSlim begun = new(), goOn = new();
        var model = new Watched(_run.Classifier.Model)
        {
            AtHead = () =>
            {
                begun.Set();
                Assert.True(goOn.Wait(Patience));
            },
        };
        TextClassificationPipeline pipeline = Open(model);

        Task<IReadOnlyList<LabelScore>> answer = Task.Run(() => pipeline.Predict("a"));
        Assert.True(begun.Wait(Patience));
        Task disposing = Task.Run(pipeline.Dispose);
        bool waited = await Task.WhenAny(disposing, Task.Delay(200, TestContext.Current.CancellationToken)) != disposing;
        goOn.Set();

        Assert.True(waited);
        Assert.True(double.IsFinite((await answer)[0].Score));
        await disposing;
        Assert.Throws<ObjectDisposedException>(() => pipeline.Predict("a"));
        Assert.Throws<ObjectDisposedException>(() => pipeline.Predict(Array.Empty<string>()));
        pipeline.Dispose();
    }

    private TextClassificationPipeline Open(Classifier model)
    {
        PretrainedClassifier whole = _run.Classifier;
        return new TextClassificationPipeline(
            new PretrainedClassifier(model, whole.Family, whole.Config, whole.Report),
            Tokenizer.Load(WordPieceFolder.Write(_folder.Path, whole.Config, [])), _folder.Path, new PipelineOptions(), ComputeDevice.Cpu);
    }

    /// <summary>A model that counts who is in its head at a time.</summary>
    private sealed class Watched(Classifier whole) : Classifier(whole.Labels)
    {
        private int _inside;

        public Action? AtHead { get; init; }

        public int MostAtOnce { get; private set; }

        public override WeightMap Weights => whole.Weights;

        public override Trunk Trunk => whole.Trunk;

        public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => whole.Features(trunk, inputs);

        public override Tensor Head(Tensor features, ForwardContext context)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _inside));
            AtHead?.Invoke();
            Thread.Sleep(1);
            Interlocked.Decrement(ref _inside);
            return whole.Head(features, context);
        }
    }
}
