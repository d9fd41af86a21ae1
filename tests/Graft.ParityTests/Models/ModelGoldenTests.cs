using System.Text.Json;
using Graft.Layers;
using Graft.Models;
using Graft.Tensors;
using Graft.Testing;
using Graft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.ParityTests.Models;

/// <summary>Every model folder of the fixtures against its golden values.</summary>
public sealed class ModelGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> AllFolders => Golden.Folders(model => !IsPickled(model));

    public static IEnumerable<TheoryDataRow<string>> Classifiers => Golden.Folders(model => !IsPickled(model) && IsClassifier(model));

    public static IEnumerable<TheoryDataRow<string>> ImageClassifiers => Golden.Folders(model => !IsPickled(model) && IsClassifier(model) && HoldsTensors(model, "pixel_values"));

    public static IEnumerable<TheoryDataRow<string>> WithGradients => Golden.Folders(model => IsClassifier(model) && HoldsTensors(model, "grad."));

    public static IEnumerable<TheoryDataRow<string>> BatchNormClassifiers => Golden.Folders(model => HoldsTensors(model, "train."));

    public static IEnumerable<TheoryDataRow<string>> PickledFolders => Golden.Folders(IsPickled);

    [Theory]
    [MemberData(nameof(AllFolders))]
    [Trait("Fault", "65")]
    public void Forward_pass_equals_the_golden_values(string name)
    {
        ParityTable.Begin(name, "forward");
        using var golden = new Golden(name);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        var check = new TensorAssert();
        bool isClassifier = golden.Facts.GetProperty("model_class").GetString()!.EndsWith("Classification", StringComparison.Ordinal);
        using PretrainedClassifier? classifier = isClassifier ? PretrainedClassifier.Load(Folder(name)) : null;
        using PretrainedTrunk? trunkOnly = isClassifier ? null : PretrainedTrunk.Load(Folder(name));
        Trunk trunk = classifier?.Model.Trunk ?? trunkOnly!.Model;
        foreach (string prefix in Batches(name))
        {
            using ModelInputs inputs = golden.Inputs(prefix);
            using var trace = new ForwardTrace();
            var context = new ForwardContext { Trace = trace };
            TrunkOutput output = trunk.Forward(inputs, context);
            Tensor? mask = (inputs as TextInputs)?.AttentionMask;
            CompareTrunk(check, golden, prefix, output, trace, mask);
            if (classifier is not null)
            {
                Tensor logits = classifier.Model.Head(output, inputs, context);
                double allowed = golden.Tolerance("output_abs");
                check.Close(prefix + "logits", logits, golden.Read(prefix + "logits"), allowed);

                // The way that prediction takes: fused kernels, no trace.
                Tensor fused = classifier.Model.Forward(inputs, ForwardContext.Inference);
                check.Close(prefix + "logits, fused", fused, golden.Read(prefix + "logits"), allowed);
                if (classifier.Labels.ProblemType == ProblemType.SingleLabel)
                {
                    long[] classes = Classes(golden.Read(prefix + "logits"));
                    check.That(classes.SequenceEqual(Classes(logits)) && classes.SequenceEqual(Classes(fused)), $"{prefix}logits: another class than {string.Join(", ", classes)}");
                }

                if (golden.Has(prefix + "loss"))
                {
                    Tensor loss = new ClassificationLoss(classifier.Labels.ProblemType).Mean(logits, golden.Read(prefix + "labels"));
                    check.Close(prefix + "loss", loss.view(1), golden.Read(prefix + "loss"), allowed);
                }
            }
        }

        check.Verify();
        ParityTable.Pass(name, "forward");
    }

    [Theory]
    [MemberData(nameof(ImageClassifiers))]
    [Trait("Fault", "63")]
    public void An_image_has_the_logits_in_a_batch_that_it_has_alone(string name)
    {
        using var golden = new Golden(name);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using PretrainedClassifier classifier = PretrainedClassifier.Load(Folder(name));
        using var batch = (ImageInputs)golden.Inputs("");
        Tensor together = classifier.Model.Forward(batch, ForwardContext.Inference);
        var check = new TensorAssert();
        check.That(together.shape[0] > 1 && (together[0] - together[1]).abs().max().item<float>() > 1e-3, "the rows should differ");
        for (int row = 0; row < together.shape[0]; row++)
        {
            using ModelInputs alone = batch.Slice(row, 1);
            check.Close($"row {row}", classifier.Model.Forward(alone, ForwardContext.Inference), together.narrow(0, row, 1), golden.Tolerance("output_abs"));
        }

        check.Verify();
    }

    [Theory]
    [MemberData(nameof(WithGradients))]
    public void Gradient_of_every_parameter_equals_the_golden_one(string name)
    {
        ParityTable.Begin(name, "gradient");
        using var golden = new Golden(name);
        using DisposeScope scope = NewDisposeScope();
        using PretrainedClassifier classifier = PretrainedClassifier.Load(Folder(name));
        using ModelInputs inputs = golden.Inputs("");
        Tensor logits = classifier.Model.Forward(inputs, ForwardContext.Inference);
        new ClassificationLoss(classifier.Labels.ProblemType).Mean(logits, golden.Read("labels")).backward();

        CompareGradients(golden, "grad.", classifier);
        ParityTable.Pass(name, "gradient");
    }

    [Theory]
    [MemberData(nameof(BatchNormClassifiers))]
    public void Training_mode_of_batch_norms_equals_the_golden_one(string name)
    {
        ParityTable.Begin(name, "train mode");
        using var golden = new Golden(name);
        using DisposeScope scope = NewDisposeScope();
        using PretrainedClassifier classifier = PretrainedClassifier.Load(Folder(name));
        using ModelInputs inputs = golden.Inputs("");
        var context = new ForwardContext { UpdateBatchStatistics = true };
        Tensor logits = classifier.Model.Forward(inputs, context);
        Tensor loss = new ClassificationLoss(classifier.Labels.ProblemType).Mean(logits, golden.Read("labels"));
        var check = new TensorAssert();
        check.Close("train.logits", logits, golden.Read("train.logits"), golden.Tolerance("output_abs"));
        check.Close("train.loss", loss.view(1), golden.Read("train.loss"), golden.Tolerance("output_abs"));
        foreach (WeightEntry buffer in classifier.Model.Weights.Entries.Where(entry => !entry.IsParameter))
        {
            check.Close(buffer.Name, buffer.Tensor, golden.Read($"train.buffers.{buffer.Name}"), golden.Tolerance("output_abs"));
        }

        check.Verify();
        if (golden.Names.Any(tensor => tensor.StartsWith("train.grad.", StringComparison.Ordinal)))
        {
            loss.backward();
            CompareGradients(golden, "train.grad.", classifier);
        }
        ParityTable.Pass(name, "train mode");
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Weight_decay_leaves_out_what_the_reference_leaves_out(string name)
    {
        using var golden = new Golden(name);
        using PretrainedClassifier classifier = PretrainedClassifier.Load(Folder(name));
        string[] undecayed = [.. classifier.Model.Weights.Entries.Where(entry => entry.IsParameter && !entry.TakesWeightDecay).Select(entry => entry.Name).Order(StringComparer.Ordinal)];

        Assert.Equal(golden.Facts.GetProperty("no_weight_decay").EnumerateArray().Select(item => classifier.Family.CurrentName(item.GetString()!)).Order(StringComparer.Ordinal), undecayed);
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void A_saved_folder_has_the_tensors_and_the_logits_of_the_one_that_was_read(string name)
    {
        ParityTable.Begin(name, "save");
        string folder = Path.Combine(Path.GetTempPath(), $"graft-{Guid.NewGuid():n}");
        try
        {
            using var golden = new Golden(name);
            using DisposeScope scope = NewDisposeScope();
            using IDisposable gradientsOff = no_grad();
            using PretrainedClassifier classifier = PretrainedClassifier.Load(Folder(name));
            classifier.Save(folder);
            using WeightFolder read = WeightFolder.Open(Folder(name)), written = WeightFolder.Open(folder);
            if (!name.EndsWith("legacy", StringComparison.Ordinal))
            {
                Assert.Equal(read.Names.Order(StringComparer.Ordinal), written.Names.Order(StringComparer.Ordinal));
                Assert.All(read.Names, tensor => Assert.Equal(read.Entry(tensor).Shape, written.Entry(tensor).Shape));
            }

            using PretrainedClassifier again = PretrainedClassifier.Load(folder);
            Assert.False(again.Report.HasNewWeights);
            Assert.Empty(again.Report.Unused);
            Assert.Equal(classifier.Labels.Names, again.Labels.Names);
            Assert.Equal(classifier.Labels.ProblemType, again.Labels.ProblemType);
            using ModelInputs inputs = golden.Inputs("");
            Tensor before = classifier.Model.Forward(inputs, ForwardContext.Inference), after = again.Model.Forward(inputs, ForwardContext.Inference);
            Assert.Equal(0, (before - after).abs().max().item<float>());
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        ParityTable.Pass(name, "save");
    }

    [Theory]
    [MemberData(nameof(PickledFolders))]
    [Trait("Fault", "16")]
    public void A_folder_with_a_pickle_only_is_refused_with_advice(string name)
    {
        GraftException error = Assert.ThrowsAny<GraftException>(() => PretrainedClassifier.Load(Folder(name)));

        Assert.Contains("pytorch_model.bin", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    // The class of each row.
    private static long[] Classes(Tensor logits) => logits.argmax(1).data<long>().ToArray();

    private static string Folder(string name) => SharedFolder.Fixture("models", name, "model");

    private static void CompareTrunk(TensorAssert check, Golden golden, string prefix, TrunkOutput output, ForwardTrace trace, Tensor? mask)
    {
        double output_abs = golden.Tolerance("output_abs"), hidden_abs = golden.Tolerance("hidden_abs");
        Tensor? rowMask = mask?.unsqueeze(-1);                                   // [b,t,1]
        check.Close(prefix + "last_hidden_state", output.LastHiddenState, golden.Read(prefix + "last_hidden_state"), hidden_abs, rowMask);
        if (golden.Has(prefix + "pooler_output"))
        {
            check.Close(prefix + "pooler_output", output.Pooled!, golden.Read(prefix + "pooler_output"), output_abs);
        }

        for (int i = 0; golden.Has($"{prefix}hidden_states.{i}"); i++)
        {
            check.Close($"{prefix}hidden_states.{i}", trace.HiddenStates[i], golden.Read($"{prefix}hidden_states.{i}"), hidden_abs, rowMask);
        }

        for (int i = 0; golden.Has($"{prefix}attentions.{i}"); i++)
        {
            check.Close($"{prefix}attentions.{i}", trace.Attentions[i], golden.Read($"{prefix}attentions.{i}"), output_abs,
                mask?.unsqueeze(1).unsqueeze(-1));                               // [b,1,t,1]: rows of real queries
        }
    }

    private static void CompareGradients(Golden golden, string prefix, PretrainedClassifier classifier)
    {
        var check = new TensorAssert();
        double overall = golden.Facts.GetProperty("grad_max_abs_overall").GetDouble();
        HashSet<string> unused = [.. golden.Facts.GetProperty("parameters_without_gradient").EnumerateArray().Select(item => item.GetString()!)];
        foreach (WeightEntry entry in classifier.Model.Weights.Entries.Where(entry => entry.IsParameter))
        {
            Tensor expected = golden.Read(prefix + entry.Name);
            double allowed = golden.Tolerance("grad_rel") * expected.abs().max().item<float>() + golden.Tolerance("grad_abs_of_overall_max") * overall;
            Tensor actual = entry.Tensor.grad is { } gradient && !gradient.IsInvalid ? gradient : zeros_like(entry.Tensor);
            check.Close(prefix + entry.Name, actual, expected, allowed);
            check.That(unused.Contains(entry.Name) || entry.Tensor.grad is not null, $"{entry.Name}: no gradient");
        }

        check.That(golden.Names.Count(tensor => tensor.StartsWith(prefix, StringComparison.Ordinal)) == classifier.Model.Weights.Entries.Count(entry => entry.IsParameter),
            "the model and the golden values have different numbers of parameters");
        check.Verify();
    }

    private static IEnumerable<string> Batches(string name)
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Fixture("models", "manifest.json")));
        JsonElement model = manifest.RootElement.GetProperty("models").EnumerateArray().First(item => item.GetProperty("name").GetString() == name);
        return [.. model.GetProperty("batches").EnumerateArray().Select(item => item.GetString()!)];
    }

    private static bool IsClassifier(JsonElement model) => model.GetProperty("model_class").GetString()!.EndsWith("Classification", StringComparison.Ordinal);

    private static bool IsPickled(JsonElement model) =>
        SharedFolder.FindFixture("models", model.GetProperty("folder").GetString()!) is { } folder
        && !Directory.EnumerateFiles(folder, "*.safetensors*").Any();

    private static bool HoldsTensors(JsonElement model, string prefix)
    {
        using SafetensorsFile file = SafetensorsFile.Open(SharedFolder.FindFixture("models", model.GetProperty("golden").GetString()!)!);
        return file.Entries.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal));
    }
}
