using System.Text;
using Graft.Data;
using Graft.Hub;
using Graft.LocalHub;

namespace Graft.Tests.Hub;

/// <summary>The names of classes that the cards of datasets tell.</summary>
public sealed class CardFeaturesTests
{
    private const string Features = """
        features:
          - name: text
            dtype: string
          - name: label
            dtype:
              class_label:
                names:
                  '1': pos
                  '0': neg
        """;

    [Theory]
    [InlineData("dataset_info:\n  features:\n  - name: label\n    dtype:\n      class_label:\n        names: {'1': pos, '0': neg}", "default", "neg pos")]
    [InlineData("dataset_info:\n  features:\n  - name: label\n    dtype:\n      class_label:\n        names: [neg, pos]", "other", "neg pos")]
    [InlineData("dataset_info:\n- config_name: a\n  features:\n  - name: label\n    dtype: {class_label: {names: [x, y]}}\n- config_name: b\n  features:\n  - name: label\n    dtype: {class_label: {names: [u, v]}}", "b", "u v")]
    [InlineData("dataset_info:\n  config_name: a\n  features:\n  - name: label\n    dtype: {class_label: {names: [x, y]}}", "b", null)]
    [InlineData("dataset_info:\n  features:\n  - name: label\n    dtype: int64", "default", null)]
    [InlineData("dataset_info:\n  features:\n  - name: label\n    dtype: {class_label: {names: {'0': a, '2': b}}}", "default", null)]
    [InlineData("dataset_info:\n  features:\n  - name: label\n    dtype: {class_label: {names: [a, a]}}", "default", null)]
    [InlineData("dataset_info: x", "default", null)]
    [InlineData("dataset_info: [", "default", null)]
    [InlineData("configs: []", "default", null)]
    public void Names_of_classes_are_told_by_configuration(string yaml, string configuration, string? expected)
    {
        var features = CardFeatures.Read(new MemoryStream(Encoding.UTF8.GetBytes($"---\n{yaml}\n---\n# A card\n")));
        Assert.Equal(expected?.Split(' '), features.Of(configuration)?["label"]);
    }

    [Theory]
    [InlineData("csv", "text,label\na fine day,1\na bad day,0\na fine night,1\n", "text,label\na bad night,0\n")]
    [InlineData("jsonl", "{\"text\": \"a fine day\", \"label\": 1}\n{\"text\": \"a bad day\", \"label\": 0}\n{\"text\": \"a fine night\", \"label\": 1}\n", "{\"text\": \"a bad night\", \"label\": 0}\n")]
    public async Task Numbers_of_a_table_get_the_names_that_the_card_tells(string ending, string train, string test)
    {
        await using HubBench bench = await HubBench.StartAsync();
        Add(bench, ("README.md", "---\ndataset_info:\n  " + Features.Replace("\n", "\n  ", StringComparison.Ordinal) + "\n---\n"), ($"train.{ending}", train), ($"test.{ending}", test));
        using HubClient client = bench.Client();

        DatasetParts parts = HubDataset.LoadParts("org/days", null, client);

        Assert.Equal(["neg", "pos"], parts.Train.Labels.Names);
        Assert.Equal([1, 0, 1], parts.Train.Select(row => row.Target.ClassIndex));
        Assert.Equal([0], parts.Test!.Select(row => row.Target.ClassIndex));
        Assert.Equal([1, 0, 1], HubDataset.Stream("org/days", client).Select(row => row.Target.ClassIndex));

        // A model that was trained on the numbers is judged by the numbers.
        Assert.Equal([0], HubDataset.Load("org/days[test]", new DataOptions { LabelNames = ["0", "1"] }, client).Select(row => row.Target.ClassIndex));
    }

    [Theory]
    [InlineData("text,label\na fine day,good\na bad day,bad\n", "bad good")]
    [InlineData("text,label\na fine day,2\na bad day,1\n", "1 2")]
    public async Task Labels_that_are_no_numbers_of_the_classes_stay_as_they_are(string csv, string expected)
    {
        await using HubBench bench = await HubBench.StartAsync();
        Add(bench, ("README.md", "---\ndataset_info:\n  " + Features.Replace("\n", "\n  ", StringComparison.Ordinal) + "\n---\n"), ("train.csv", csv));
        using HubClient client = bench.Client();
        Assert.Equal(expected.Split(' '), HubDataset.Load("org/days", null, client).Labels.Names);
    }

    private static void Add(HubBench bench, params (string Name, string Content)[] files) =>
        bench.Server.Add("datasets", "org/days").Commit(files.ToDictionary(file => file.Name, file => HubBench.Text(file.Content)));
}
