using Graft.Layers;
using Graft.Models;
using Graft.Tensors;
using Graft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models;

/// <summary>What holds for every text family, in every layout that files have.</summary>
public sealed class TextFamilyTests
{
    private const int Steps = 5;

    public static IEnumerable<TheoryDataRow<string>> Samples => TextModelSamples.Names;

    [Theory]
    [MemberData(nameof(Samples))]
    public void Training_steps_and_predictions_leave_no_tensors_behind(string name)
    {
        using Classifier model = TextModelSamples.Create(name);
        using TextInputs inputs = TextModelSamples.Batch(9, 5);
        using Tensor labels = tensor(new long[] { 0, 2 });
        var context = new ForwardContext { Dropout = new DropoutStream(3) };
        Train(model, inputs, labels, context);
        Predict(model, inputs);
        long before = LiveTensors;
        for (int step = 0; step < Steps; step++)
        {
            Train(model, inputs, labels, context);
            Predict(model, inputs);
        }

        Assert.Equal(before, LiveTensors);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    [Trait("Fault", "63")]
    public void A_row_has_the_logits_in_a_padded_batch_that_it_has_alone(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = TextModelSamples.Create(name);
        using TextInputs batch = TextModelSamples.Batch(17, 6, 11);
        Tensor together = model.Forward(batch, ForwardContext.Inference);
        Assert.Equal([3, 3], together.shape);
        Assert.True((together[0] - together[1]).abs().max().item<float>() > 1e-3, "the rows should differ");
        foreach ((int row, int length) in ((int, int)[])[(0, 17), (1, 6), (2, 11)])
        {
            using TextInputs alone = TextModelSamples.Batch(length);
            float difference = (model.Forward(alone, ForwardContext.Inference)[0] - together[row]).abs().max().item<float>();
            Assert.True(difference <= 1e-5, $"row {row}: differs by {difference}");
        }
    }

    [Theory]
    [InlineData("roberta")]
    [InlineData("xlm-roberta")]
    [InlineData("mpnet")]
    [InlineData("deberta-v2, as v3-base")]
    [InlineData("deberta-v2, as v2-xlarge")]
    [InlineData("modernbert")]
    public void Where_positions_are_counted_over_tokens_or_are_distances_padding_on_the_left_changes_nothing(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = TextModelSamples.Create(name);
        using TextInputs alone = TextModelSamples.Batch(9);
        const int Padding = 4;
        Tensor ids = cat([full(1, Padding, TextModelSamples.PaddingId, dtype: ScalarType.Int64), alone.InputIds], 1);
        Tensor mask = cat([zeros(1, Padding, dtype: ScalarType.Int64), ones(1, 9, dtype: ScalarType.Int64)], 1);
        using var padded = new TextInputs(ids, mask);

        Tensor expected = Hidden(model.Trunk, alone), actual = Hidden(model.Trunk, padded).narrow(1, Padding, 9);
        Assert.True((expected - actual).abs().max().item<float>() <= 1e-5);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Fused_kernels_give_what_single_steps_give(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = TextModelSamples.Create(name);
        using TextInputs inputs = TextModelSamples.Batch(12, 7);
        using var trace = new ForwardTrace();
        Tensor fused = model.Forward(inputs, ForwardContext.Inference);
        Tensor stepwise = model.Forward(inputs, new ForwardContext { Trace = trace });

        Assert.NotEmpty(trace.Attentions);
        Assert.True(trace.HiddenStates.Count >= 3, "embeddings and two layers");
        Assert.True((fused - stepwise).abs().max().item<float>() <= 1e-5);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_parameter_takes_part_in_training(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using Classifier model = TextModelSamples.Create(name);
        using TextInputs inputs = TextModelSamples.Batch(12, 7);
        Tensor logits = model.Forward(inputs, new ForwardContext { Dropout = new DropoutStream(3) });
        logits.square().sum().backward();

        string[] idle = [.. model.Weights.Entries.Where(entry => entry.Tensor.grad is not { } gradient || !(gradient.abs().sum().item<float>() is > 0 and < float.PositiveInfinity)).Select(entry => entry.Name)];
        Assert.Empty(idle);
        using IDisposable gradientsOff = no_grad();
        Assert.True((logits - model.Forward(inputs, ForwardContext.Inference)).abs().max().item<float>() > 1e-4, "dropout should show");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Depths_run_from_the_embeddings_to_the_head(string name)
    {
        using Classifier model = TextModelSamples.Create(name);
        IReadOnlyList<WeightEntry> entries = model.Weights.Entries;
        int last = entries.Max(entry => entry.Depth);

        Assert.Equal(0, entries[0].Depth);
        Assert.Equal(last, entries.Where(entry => entry.Part == WeightPart.Head).Min(entry => entry.Depth));
        Assert.All(entries.Where(entry => entry.Depth < last), entry => Assert.Equal(WeightPart.Trunk, entry.Part));
        Assert.True(last >= 3, "two layers lie between");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_bare_trunk_gets_a_new_head_and_keeps_its_hidden_states(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = TextModelSamples.Create(name);
        ModelConfigFile config = TextModelSamples.Config(name);
        string prefix = ModelRegistry.Default.FamilyOf(config).Prefix;
        using var folder = new TextModelFolder(config, model.Trunk.Weights.Entries.Select(entry => ((string?)entry.Name, entry.Tensor)));
        using PretrainedClassifier loaded = PretrainedClassifier.Load(folder.Path, new ModelLoadOptions { NumLabels = 4 });
        using TextInputs inputs = TextModelSamples.Batch(8, 8);

        Assert.Equal(model.Weights.Entries.Where(entry => !entry.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => entry.Name), loaded.Report.Missing);
        Assert.Empty(loaded.Report.Unused);
        Assert.Equal(0, (Hidden(model.Trunk, inputs) - Hidden(loaded.Model.Trunk, inputs)).abs().max().item<float>());
        Assert.Equal([2, 4], loaded.Model.Forward(inputs, ForwardContext.Inference).shape);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_file_of_another_task_gives_its_trunk_and_its_head_is_reported(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = TextModelSamples.Create(name);
        IEnumerable<(string?, Tensor)> tensors = model.Weights.Entries.Where(entry => entry.Part == WeightPart.Trunk)
            .Select(entry => ((string?)entry.Name, entry.Tensor)).Append(("lm_head.other.bias", zeros(7)));
        using var folder = new TextModelFolder(TextModelSamples.Config(name), tensors);
        using PretrainedClassifier loaded = PretrainedClassifier.Load(folder.Path);
        using PretrainedTrunk trunk = PretrainedTrunk.Load(folder.Path);
        using TextInputs inputs = TextModelSamples.Batch(8, 8);

        Assert.Equal(["lm_head.other.bias"], loaded.Report.Unused);
        Assert.Equal(["lm_head.other.bias"], trunk.Report.Unused);
        Assert.True(loaded.Report.HasNewWeights);
        Assert.Equal(0, (Hidden(model.Trunk, inputs) - Hidden(loaded.Model.Trunk, inputs)).abs().max().item<float>());
        Assert.Equal(0, (Hidden(model.Trunk, inputs) - Hidden(trunk.Model, inputs)).abs().max().item<float>());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_file_that_lacks_a_tensor_of_the_trunk_is_refused_by_its_name(string name)
    {
        using Classifier model = TextModelSamples.Create(name);
        string lacking = model.Weights.Entries.Last(entry => entry.Part == WeightPart.Trunk).Name;
        using var folder = new TextModelFolder(TextModelSamples.Config(name),
            model.Weights.Entries.Select(entry => (entry.Name == lacking ? null : entry.Name, entry.Tensor)));

        ModelException error = Assert.Throws<ModelException>(() => PretrainedClassifier.Load(folder.Path));
        Assert.Contains(lacking, error.Message, StringComparison.Ordinal);
    }

    // Tensors of this thread alone: tests run side by side.
    private static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private static Tensor Hidden(Trunk trunk, TextInputs inputs) => trunk.Forward(inputs, ForwardContext.Inference).LastHiddenState;

    private static void Train(Classifier model, TextInputs inputs, Tensor labels, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        new ClassificationLoss(ProblemType.SingleLabel).Mean(model.Forward(inputs, context), labels).backward();
        foreach (WeightEntry entry in model.Weights.Entries)
        {
            entry.Tensor.grad?.zero_();
        }
    }

    private static void Predict(Classifier model, TextInputs inputs)
    {
        using IDisposable gradientsOff = no_grad();
        model.Forward(inputs, ForwardContext.Inference).Dispose();
    }
}
