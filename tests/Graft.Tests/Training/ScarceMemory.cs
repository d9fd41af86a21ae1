using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Training;

/// <summary>A classifier for which the memory holds so many rows a pass: with more, libtorch itself is asked for what no machine has.</summary>
internal sealed class ScarceMemory : Classifier
{
    // More bytes than an address has bits for.
    private const long TooMuch = 1L << 46;

    private readonly Classifier _whole;

    private ScarceMemory(Classifier whole, int mostRows)
        : base(whole.Labels)
    {
        _whole = whole;
        MostRows = mostRows;
        Trunk = new Body(this, whole.Trunk);
    }

    /// <summary>Rows that a pass may have.</summary>
    public int MostRows { get; set; }

    /// <summary>Where memory runs out.</summary>
    public ShortOfMemory Where { get; init; }

    /// <summary>Passes at the beginning for which the memory is enough whatever they hold.</summary>
    public int FreePasses { get; init; }

    /// <summary>Rows of each pass that was begun.</summary>
    public List<int> Passes { get; } = [];

    public override WeightMap Weights => _whole.Weights;

    public override Trunk Trunk { get; }

    /// <summary>A run's model under such a limit; both share their weights, which stay the run's.</summary>
    public static (PretrainedClassifier Classifier, ScarceMemory Memory) Of(TinyRun run, int mostRows, ShortOfMemory where = ShortOfMemory.Forward, int freePasses = 0)
    {
        PretrainedClassifier whole = run.Classifier;
        var memory = new ScarceMemory(whole.Model, mostRows) { Where = where, FreePasses = freePasses };
        return (new PretrainedClassifier(memory, whole.Family, whole.Config, whole.Report), memory);
    }

    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => _whole.Features(trunk, inputs);

    public override Tensor Head(Tensor features, ForwardContext context) => _whole.Head(features, context);

    private sealed class Body(ScarceMemory memory, Trunk whole) : Trunk
    {
        public override WeightMap Weights => whole.Weights;

        public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
        {
            memory.Passes.Add(inputs.BatchSize);
            bool fits = inputs.BatchSize <= memory.MostRows || memory.Passes.Count <= memory.FreePasses;
            if (!fits && memory.Where == ShortOfMemory.Forward)
            {
                AskForTooMuch();
            }

            TrunkOutput output = whole.Forward(inputs, context);
            Tensor pooled = output.Pooled!;
            return fits ? output : memory.Where switch
            {
                // One element of a view that takes no memory; the gradient of the view would take all of it.
                ShortOfMemory.Backward => output with { Pooled = pooled + 0 * pooled.sum().expand(TooMuch).narrow(0, 0, 1) },
                ShortOfMemory.SecondRun => output with { Pooled = FailingAtSecondRun(pooled, context) },
                _ => output,
            };
        }

        private static Tensor FailingAtSecondRun(Tensor x, ForwardContext context)
        {
            bool isSecond = false;
            return CheckpointedLayer.Apply(x, null, context, (input, _) =>
            {
                if (isSecond)
                {
                    AskForTooMuch();
                }

                isSecond = true;
                return input * 2;
            });
        }

        private static void AskForTooMuch()
        {
            using Tensor huge = empty(TooMuch);
        }
    }
}
