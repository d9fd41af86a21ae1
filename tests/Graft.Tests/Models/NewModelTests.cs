using Graft.Layers;
using Graft.Models;
using Graft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models;

/// <summary>Models whose tensors are all drawn anew.</summary>
public sealed class NewModelTests
{
    public static IEnumerable<TheoryDataRow<string>> Classifiers => FixtureFolders.Classifiers;

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void A_model_drawn_anew_learns_a_batch_by_heart(string name)
    {
        ModelConfigFile config = ModelConfigFile.Load(FixtureFolders.Folder(name));
        LabelSet labels = ModelConfigLabels.Read(config);
        using Classifier model = ModelRegistry.Default.FamilyOf(config).CreateClassifier(config, labels);
        Draw(model, seed: 42);
        (ModelInputs inputs, Tensor targets) = FixtureFolders.Batch(name);
        using ModelInputs batch = inputs;
        using Tensor owned = targets;
        using var optimizer = optim.AdamW(model.Weights.Entries.Where(entry => entry.IsParameter).Select(entry => (TorchSharp.Modules.Parameter)entry.Tensor), lr: 0.003);
        var context = new ForwardContext { UpdateBatchStatistics = true };
        var losses = new List<float>();
        for (int step = 0; step < 60 && (step == 0 || losses[^1] >= 0.6 * losses[0]); step++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor loss = new ClassificationLoss(labels.ProblemType).Mean(model.Forward(batch, context), targets);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < 0.6 * losses[0], $"losses {string.Join(" ", losses)}");
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void The_same_seed_draws_the_same_model(string name)
    {
        ModelConfigFile config = ModelConfigFile.Load(FixtureFolders.Folder(name));
        ModelFamily family = ModelRegistry.Default.FamilyOf(config);
        using DisposeScope scope = NewDisposeScope();
        using Classifier first = family.CreateClassifier(config, LabelSet.Numbered(3)), second = family.CreateClassifier(config, LabelSet.Numbered(3));
        Draw(first, seed: 7);
        Draw(second, seed: 7);

        Assert.All(first.Weights.Entries, entry => Assert.True(entry.Tensor.allclose(second.Weights.Find(entry.Name)!.Tensor, rtol: 0, atol: 0), entry.Name));
    }

    private static void Draw(Classifier model, ulong seed)
    {
        var initializer = new WeightInitializer(0.02, seed);
        foreach (WeightEntry entry in model.Weights.Entries)
        {
            initializer.Draw(entry);
        }
    }
}
