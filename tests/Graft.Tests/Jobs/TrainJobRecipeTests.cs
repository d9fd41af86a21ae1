using Graft.Data;
using Graft.Jobs;
using Graft.Models;
using Graft.Training;

namespace Graft.Tests.Jobs;

public sealed class TrainJobRecipeTests
{
    private static readonly Dataset Rows = Dataset.FromTexts([("a", "x"), ("b", "x"), ("c", "x"), ("d", "y")]);

    [Fact]
    public void What_is_not_said_is_the_recipes_choice()
    {
        TrainingOptions expected = TrainingRecipe.ForSmallData(InputKind.Text, Rows.Count);
        TrainingOptions options = TrainJobRecipe.Of(new TrainJobOptions { Data = "x" }, Rows, InputKind.Text, "run");
        Assert.Equal(expected with { OutputFolder = "run", Format = Graft.Tensors.ComputeFormat.Auto, Device = Graft.Tensors.DeviceChoice.Auto, BestMetric = "accuracy", Saving = options.Saving, Evaluation = options.Evaluation }, options);
    }

    [Fact]
    public void Another_learning_rate_keeps_the_heads_ratio()
    {
        TrainingOptions options = TrainJobRecipe.Of(new TrainJobOptions { Data = "x", LearningRate = 1e-4 }, Rows, InputKind.Image, "run");
        TrainingOptions recipe = TrainingRecipe.ForSmallData(InputKind.Image, Rows.Count);
        Assert.Equal(recipe.HeadLearningRate / recipe.LearningRate, options.HeadLearningRate / options.LearningRate);
    }

    [Fact]
    public void Balanced_classes_weigh_the_same_in_all()
    {
        TrainingOptions options = TrainJobRecipe.Of(new TrainJobOptions { Data = "x", BalanceClasses = true }, Rows, InputKind.Text, "run");
        Assert.Equal([4f / 6, 2f], options.ClassWeights);
    }

    [Fact]
    public void All_that_cannot_work_is_told_at_once()
    {
        var options = new TrainJobOptions { Data = "x", ValidationFraction = 0.7, TestFraction = 0.3, Threads = 0, BatchSize = 0, LabelSmoothing = 1 };
        TrainingOptionsException error = Assert.Throws<TrainingOptionsException>(() => TrainJobRecipe.Check(options));
        Assert.Equal(4, error.Problems.Count);
    }
}
