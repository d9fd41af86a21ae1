using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Models;
using Graft.Tensors;
using Graft.Testing;
using Graft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.ParityTests.Models;

/// <summary>Every classifier of the fixtures with bfloat16 products: near the single-precision values, which come back untouched.</summary>
public sealed class BFloat16Tests
{
    // Eight bits of mantissa through a few layers of random weights.
    private const double LogitTolerance = 0.05, LeastCosine = 0.98;

    public static IEnumerable<TheoryDataRow<string>> Classifiers => ModelGoldenTests.WithGradients;

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Logits_and_gradients_are_near_those_of_single_precision(string name)
    {
        using var golden = new Golden(name);
        using DisposeScope scope = NewDisposeScope();
        using PretrainedClassifier classifier = PretrainedClassifier.Load(SharedFolder.Fixture("models", name, "model"));
        if (!WorkingWeights.Serve(classifier.Model.Weights))
        {
            // Convolutions whose scale batch norms set lose too much: refused where asked for, never chosen.
            Assert.Throws<TrainingOptionsException>(() => new TrainingEngine(classifier.Model, new TrainingOptions { Format = ComputeFormat.Bfloat16 }, totalSteps: 1));
            return;
        }

        using ModelInputs inputs = golden.Inputs("");
        Tensor labels = golden.Read("labels");
        WeightEntry[] parameters = [.. classifier.Model.Weights.Entries.Where(entry => entry.IsParameter)];
        float[][] before = [.. parameters.Select(entry => entry.Tensor.data<float>().ToArray())];
        (float[] exact, float[] exactGradient) = Pass(classifier, inputs, labels, parameters);

        using (var working = new WorkingWeights(classifier.Model.Weights))
        {
            Assert.Contains(parameters, entry => entry.Tensor.dtype == ScalarType.BFloat16);
            (float[] rounded, float[] roundedGradient) = Pass(classifier, inputs, labels, parameters);
            double scale = exact.Max(Math.Abs) + 1;
            AssertNear(exact, rounded, scale * LogitTolerance);
            using (no_grad())
            {
                AssertNear(exact, classifier.Model.Forward(inputs, ForwardContext.Inference).data<float>().ToArray(), scale * LogitTolerance);
            }

            Assert.InRange(Cosine(exactGradient, roundedGradient), LeastCosine, 1.001);
        }

        Assert.All(parameters.Zip(before), pair => Assert.Equal(pair.Second, pair.First.Tensor.data<float>().ToArray()));
    }

    private static (float[] Logits, float[] Gradient) Pass(PretrainedClassifier classifier, ModelInputs inputs, Tensor labels, WeightEntry[] parameters)
    {
        Tensor logits = classifier.Model.Forward(inputs, ForwardContext.Inference);
        new ClassificationLoss(classifier.Labels.ProblemType).Mean(logits, labels).backward();
        FusedFailure.ThrowIfAny();
        float[] gradient = [.. parameters.SelectMany(entry => entry.Tensor.grad is { } found ? found.to(ScalarType.Float32).contiguous().data<float>().ToArray() : [])];
        Array.ForEach(parameters, entry => entry.Tensor.grad = null);
        return (logits.detach().data<float>().ToArray(), gradient);
    }

    private static void AssertNear(float[] expected, float[] actual, double allowed) =>
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - allowed, pair.First + allowed));

    private static double Cosine(float[] first, float[] second)
    {
        Assert.Equal(first.Length, second.Length);
        double product = first.Zip(second, (a, b) => (double)a * b).Sum();
        return product / Math.Sqrt(first.Sum(a => (double)a * a) * second.Sum(b => (double)b * b));
    }
}
