using System.Text.Json;
using Graft.Data.Batching;
using Graft.Layers;
using Graft.Models;
using Graft.ParityTests.Models;
using Graft.Tensors;
using Graft.Testing;
using Graft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.ParityTests.Training;

/// <summary>Twelve recorded optimizer steps of each run, fed the recorded micro batches.</summary>
public sealed class TrainingRunTests
{
    private const double LossTolerance = 5e-5, NormTolerance = 1e-4, RateTolerance = 1e-12, LogitTolerance = 5e-4, WeightTolerance = 1e-4;

    public static IEnumerable<TheoryDataRow<string, int>> Runs
    {
        get
        {
            string? manifest = SharedFolder.FindFixture("models", "manifest.json");
            if (manifest is null)
            {
                return [new TheoryDataRow<string, int>("training/bert-linear", 0)];
            }

            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(manifest));

            // A stock run records a rule of the reference's that differs from ours on purpose (see the fixtures' README).
            return [.. json.RootElement.GetProperty("training").EnumerateArray()
                .Select(item => item.GetString()!)
                .Where(run => !run.EndsWith("-stock", StringComparison.Ordinal))
                .SelectMany(run => new[] { new TheoryDataRow<string, int>(run, 1), new TheoryDataRow<string, int>(run, 2) })];
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Losses_norms_rates_and_final_weights_equal_the_recorded_run(string run, int threads)
    {
        int threadsBefore = get_num_threads();
        set_num_threads(threads);
        try
        {
            Replay(run);
        }
        finally
        {
            set_num_threads(threadsBefore);
        }
    }

    private static void Replay(string run)
    {
        using DisposeScope scope = NewDisposeScope();
        string folder = SharedFolder.Fixture("models", run);
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "golden.json")));
        using SafetensorsFile golden = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        string family = facts.RootElement.GetProperty("family").GetString()!;
        using SafetensorsFile data = SafetensorsFile.Open(SharedFolder.Fixture("models", facts.RootElement.GetProperty("data").GetString()!));
        using PretrainedClassifier classifier = PretrainedClassifier.Load(SharedFolder.Fixture("models", family, "model"));

        TensorEntry order = golden.Entry("order");
        long[] rows = golden.ReadInt64s("order");
        int width = (int)order.Shape[1];
        long[] perStep = golden.ReadInt64s("micro_batches_per_step");
        float[] losses = golden.ReadFloats("loss"), norms = golden.ReadFloats("grad_norm");
        double[] rates = golden.ToTensor("lr", ScalarType.Float64).data<double>().ToArray();
        using var engine = new TrainingEngine(classifier.Model, Options(facts.RootElement, golden), perStep.Length);
        var check = new TensorAssert();
        double recordedFactor = CompareRateFactors(check, facts.RootElement, engine);
        int next = 0;
        for (int step = 0; step < perStep.Length; step++)
        {
            Batch[] batches = [.. Enumerable.Range(0, (int)perStep[step]).Select(_ => Take(data, rows.AsSpan(next++ * width, width)))];
            StepResult result = engine.Step(batches);
            Array.ForEach(batches, batch => batch.Dispose());
            check.That(Math.Abs(result.Loss - losses[step]) <= LossTolerance, $"step {step + 1}: loss {result.Loss}, golden {losses[step]}");
            check.That(Math.Abs(result.GradientNorm - norms[step]) <= NormTolerance * norms[step], $"step {step + 1}: norm {result.GradientNorm}, golden {norms[step]}");
            double rate = result.LearningRate * recordedFactor;
            check.That(Math.Abs(rate - rates[step]) <= RateTolerance, $"step {step + 1}: rate {rate}, golden {rates[step]}");
        }

        CompareWeights(check, classifier, Path.Combine(folder, "final"), facts.RootElement, rates.Sum());
        using IDisposable gradientsOff = no_grad();
        long examples = data.Entry("labels").Shape[0];
        using Batch all = Take(data, [.. Enumerable.Range(0, (int)examples).Select(row => (long)row)]);
        check.Close("final_logits", classifier.Model.Forward(all.Inputs, ForwardContext.Inference), golden.ToTensor("final_logits"), LogitTolerance);
        check.Verify();
    }

    private static TrainingOptions Options(JsonElement facts, SafetensorsFile golden)
    {
        JsonElement optimizer = facts.GetProperty("optimizer"), schedule = facts.GetProperty("schedule");
        return new TrainingOptions
        {
            LearningRate = optimizer.GetProperty("lr").GetDouble(),
            WeightDecay = optimizer.GetProperty("weight_decay").GetDouble(),
            Optimizer = new AdamWOptions
            {
                Beta1 = optimizer.GetProperty("betas")[0].GetDouble(),
                Beta2 = optimizer.GetProperty("betas")[1].GetDouble(),
                Epsilon = optimizer.GetProperty("eps").GetDouble(),
            },
            MaxGradientNorm = optimizer.GetProperty("max_grad_norm").GetDouble(),
            LabelSmoothing = facts.GetProperty("label_smoothing").GetDouble(),
            ClassWeights = golden.Entries.ContainsKey("class_weights") ? golden.ReadFloats("class_weights") : null,
            LayerDecay = facts.TryGetProperty("layerwise_lr_decay", out JsonElement decay) && decay.ValueKind == JsonValueKind.Number ? decay.GetDouble() : 1,
            Schedule = new ScheduleOptions
            {
                Kind = schedule.GetProperty("name").GetString() == "cosine" ? ScheduleKind.Cosine : ScheduleKind.Linear,
                Warmup = schedule.GetProperty("num_warmup_steps").GetInt32(),
            },
        };
    }

    // With layer-wise decay the recorded rate is that of the optimizer's first group, the embeddings (though the fixtures'
    // README speaks of the last): the lowest factor. Each tensor's own factor is recorded beside it.
    private static double CompareRateFactors(TensorAssert check, JsonElement facts, TrainingEngine engine)
    {
        if (!facts.TryGetProperty("lr_multiplier", out JsonElement factors) || factors.ValueKind != JsonValueKind.Object)
        {
            return 1;
        }

        foreach (OptimizedParameter parameter in engine.Optimizer.Parameters)
        {
            double golden = factors.GetProperty(parameter.Entry.Name).GetDouble();
            check.That(Math.Abs(parameter.RateFactor - golden) <= RateTolerance, $"{parameter.Entry.Name}: factor {parameter.RateFactor}, golden {golden}");
        }

        return factors.EnumerateObject().Min(factor => factor.Value.GetDouble());
    }

    private static Batch Take(SafetensorsFile data, ReadOnlySpan<long> rows)
    {
        int[] used = [.. rows.ToArray().Where(row => row >= 0).Select(row => (int)row)];
        using Tensor index = tensor([.. used.Select(row => (long)row)]);
        ModelInputs inputs = data.Entries.ContainsKey("pixel_values")
            ? new ImageInputs(Select("pixel_values"))
            : new TextInputs(Select("input_ids"), Select("attention_mask"), data.Entries.ContainsKey("token_type_ids") ? Select("token_type_ids") : null);
        return new Batch(inputs, Select("labels"), used);

        Tensor Select(string name)
        {
            using Tensor all = data.ToTensor(name, data.Entry(name).Format == NumberFormat.I64 ? ScalarType.Int64 : ScalarType.Float32);
            return all.index_select(0, index).DetachFromDisposeScope();
        }
    }

    private static void CompareWeights(TensorAssert check, PretrainedClassifier classifier, string folder, JsonElement facts, double sumOfRates)
    {
        HashSet<string> loose = [.. facts.GetProperty("loose_tensors").EnumerateArray().Select(item => item.GetString()!)];
        using WeightFolder final = WeightFolder.Open(folder);
        foreach (WeightEntry entry in classifier.Model.Weights.Entries)
        {
            check.Close(entry.Name, entry.Tensor, final.ToTensor(entry.Name), loose.Contains(entry.Name) ? 2 * sumOfRates : WeightTolerance);
        }
    }
}
