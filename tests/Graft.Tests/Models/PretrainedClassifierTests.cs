using System.Text.Json.Nodes;
using Graft.Models;

namespace Graft.Tests.Models;

public sealed class PretrainedClassifierTests
{
    [Fact]
    public void A_single_label_asked_for_is_a_regression_as_in_a_file_that_has_one()
    {
        using TextModelFolder folder = Folder(isTrained: false, ("num_labels", 3));
        using PretrainedClassifier classifier = PretrainedClassifier.Load(folder.Path, new ModelLoadOptions { NumLabels = 1 });

        Assert.Equal(LabelSet.Numbered(1, ProblemType.Regression), classifier.Labels);
        Assert.Equal("regression", SavedProblemType(classifier));
    }

    [Theory]
    [InlineData("multi_label_classification", ProblemType.MultiLabel)]
    [InlineData("single_label_classification", ProblemType.SingleLabel)]
    [InlineData(null, ProblemType.SingleLabel)]
    public void Another_number_of_labels_keeps_the_problem_type_that_the_folder_states(string? stated, ProblemType expected)
    {
        using TextModelFolder folder = Folder(isTrained: false, ("num_labels", 3), ("problem_type", stated));
        using PretrainedClassifier classifier = PretrainedClassifier.Load(folder.Path, new ModelLoadOptions { NumLabels = 4 });

        Assert.Equal(LabelSet.Numbered(4, expected), classifier.Labels);
    }

    [Fact]
    public void A_problem_type_that_no_file_states_is_not_saved_with_the_head_that_came_without_it()
    {
        using TextModelFolder folder = Folder(isTrained: true, ("num_labels", 1));
        using PretrainedClassifier classifier = PretrainedClassifier.Load(folder.Path);

        Assert.Equal(ProblemType.Regression, classifier.Labels.ProblemType);
        Assert.Null(SavedProblemType(classifier));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_head_that_is_new_or_has_the_data_s_labels_is_saved_with_its_problem_type(bool isTrained, bool hasOwnLabels)
    {
        using TextModelFolder folder = Folder(isTrained, ("num_labels", 1));
        using PretrainedClassifier classifier = PretrainedClassifier.Load(
            folder.Path, new ModelLoadOptions { Labels = hasOwnLabels ? new LabelSet(["stars"], ProblemType.Regression) : null });

        Assert.Equal("regression", SavedProblemType(classifier));
    }

    private static TextModelFolder Folder(bool isTrained, params (string Name, JsonNode? Value)[] changes)
    {
        ModelConfigFile config = TextModelSamples.Config("bert", changes);
        using Classifier model = ModelRegistry.Default.FamilyOf(config).CreateClassifier(config, LabelSet.Numbered(config.Int("num_labels")));
        TextModelSamples.Fill(model.Weights);
        return new TextModelFolder(config, model.Weights.Entries
            .Where(entry => isTrained || entry.Part != WeightPart.Head).Select(entry => ((string?)entry.Name, entry.Tensor)));
    }

    private static string? SavedProblemType(PretrainedClassifier classifier)
    {
        using var folder = new TemporaryFolder();
        classifier.Save(folder.Path);
        return (string?)ModelConfigFile.Load(folder.Path).ToJson()["problem_type"];
    }
}
