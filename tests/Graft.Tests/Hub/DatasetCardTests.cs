using System.Text;
using Graft.Hub;

namespace Graft.Tests.Hub;

/// <summary>What the cards of datasets say of configurations, splits and files.</summary>
public sealed class DatasetCardTests
{
    private static readonly string[] Files =
    [
        "README.md", "data/dev.csv", "data/test.csv", "data/train-1.csv", "data/train-2.csv", "images/a.png", "metadata.csv", "other/all.jsonl", "v1/test.csv", "v1/train.csv", "v2/a/0.parquet",
    ];

    [Theory]
    [InlineData("config_name: x\n  data_files: data/train-1.csv", "x/train data/train-1.csv")]
    [InlineData("config_name: x\n  data_files: \"data/train-*\"", "x/train data/train-1.csv,data/train-2.csv")]
    [InlineData("config_name: x\n  data_files: [data/train-2.csv, 'data/train-*']", "x/train data/train-2.csv,data/train-1.csv")]
    [InlineData("config_name: x\n  data_files:\n  - split: train\n    path: data/train*\n  - split: validation\n    path:\n    - data/dev.csv\n    - other/*", "x/train data/train-1.csv,data/train-2.csv", "x/validation data/dev.csv,other/all.jsonl")]
    [InlineData("config_name: x\n  data_dir: v1", "x/test v1/test.csv", "x/train v1/train.csv")]
    [InlineData("config_name: x\n  data_dir: ./data/\n  data_files:\n  - split: a\n    path: d*", "x/a data/dev.csv")]
    [InlineData("config_name: x\n  data_files: '**/*.parquet'\n- config_name: y\n  data_files: '{none}*'", "x/train v2/a/0.parquet")]
    [InlineData("config_name: x\n  data_files: '**'\n  unknown: {a: [1, {b: 2}]}", "x/train data/dev.csv,data/test.csv,data/train-1.csv,data/train-2.csv,other/all.jsonl,v1/test.csv,v1/train.csv,v2/a/0.parquet")]
    [InlineData("config_name: 2020\n  data_files:\n  - split: 1\n    path: [v1/test.csv]", "2020/1 v1/test.csv")]
    public void Configurations_name_the_files_of_their_splits(string yaml, params string[] expected)
    {
        DatasetCard card = Read($"language: en\nconfigs:\n- {yaml}\n")!;

        Assert.Equal(expected, card.Splits(Files).Select(split => $"{split.Configuration}/{split.Name} {string.Join(',', split.Files)}"));
    }

    [Theory]
    [InlineData("- config_name: x", "x")]
    [InlineData("- config_name: x\n- config_name: y", null)]
    [InlineData("- config_name: x\n- config_name: y\n  default: true", "y")]
    [InlineData("- config_name: x\n- config_name: default", "default")]
    public void The_default_configuration_is_the_only_one_or_the_one_that_says_so(string yaml, string? expected) =>
        Assert.Equal(expected, Read($"configs:\n{yaml}")!.Default);

    [Theory]
    [InlineData("# A card without a head")]
    [InlineData("")]
    [InlineData("---\nlanguage: en\n---\n# A card\n")]
    [InlineData("---\n---\n# A card\n")]
    [InlineData("---\nconfigs: []\n---\n")]
    [InlineData("---\nconfigs:\n---\n")]
    public void A_card_may_say_nothing(string text) => Assert.Null(DatasetCard.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Theory]
    [InlineData("configs: [", "YAML")]
    [InlineData("configs:\n\t- x", "YAML")]
    [InlineData("configs: x", "not a list")]
    [InlineData("[1, 2]", "names and values")]
    [InlineData("configs:\n- data_files: x", "config_name")]
    [InlineData("configs:\n- config_name: x\n  data_files: {a: b}", "'x'")]
    [InlineData("configs:\n- config_name: x\n  data_files:\n  - path: b", "'split' or 'path'")]
    [InlineData("configs:\n- config_name: x\n  data_files:\n  - {split: a, path: {b: c}}", "'x'")]
    [InlineData("configs:\n- config_name: x\n  data_files:\n  - {split: a, path: b}\n  - {split: a, path: c}", "twice")]
    [InlineData("configs:\n- config_name: x\n- config_name: x", "one name")]
    [InlineData("configs:\n- config_name: x\n  data_dir: [a]", "data_dir")]
    [InlineData("a: &a [x, x]\nb: &b [*a, *a]\nconfigs: [*b, *b]", "*a")]
    [InlineData("{? {a: b} : c}", "name")]
    public void A_card_that_cannot_be_understood_says_what_is_wrong(string yaml, string named) =>
        Assert.Contains(named, Assert.Throws<FormatException>(() => Read(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_card_made_to_fill_memory_or_stack_is_refused()
    {
        Assert.Contains("deep", Assert.Throws<FormatException>(() => Read("a: " + new string('[', 10_000))).Message, StringComparison.Ordinal);
        Assert.Contains("1 MB", Assert.Throws<FormatException>(() => Read("a: " + new string('x', 2_000_000))).Message, StringComparison.Ordinal);
        Assert.Contains("does not end", Assert.Throws<FormatException>(() => DatasetCard.Read(new MemoryStream("---\na: b\n"u8.ToArray()))).Message, StringComparison.Ordinal);
        string many = string.Join('\n', Enumerable.Range(0, 10_001).Select(i => $"  - a{i}.csv"));
        Assert.Contains("10,000", Assert.Throws<FormatException>(() => Read($"configs:\n- config_name: x\n  data_files:\n{many}")).Message, StringComparison.Ordinal);
    }

    private static DatasetCard? Read(string yaml) => DatasetCard.Read(new MemoryStream(Encoding.UTF8.GetBytes($"---\r\n{yaml}\n---\n# A card\n")));
}
