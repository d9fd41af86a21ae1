using CsCheck;
using Graft.Data;

namespace Graft.Tests.Data;

public sealed class CsvRoundTripTests : IDisposable
{
    private static readonly Gen<string> Field = OneOf("a", "word", " ", "\"", "\"\"", ",", ";", "\t", "|", "\n", "\r\n", "é", "🙂", "#", "=", "'", "null")
        .Array[0, 8].Select(string.Concat);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_is_written_by_the_rules_is_read_back_with_its_line() =>
        Gen.Select(Field.Array[1, 20], OneOf(',', ';', '\t', '|'), OneOf("\n", "\r\n")).Sample((texts, delimiter, newLine) =>
        {
            string content = $"text{delimiter}label{newLine}"
                + string.Concat(texts.Select((text, i) => $"{Quote(text)}{delimiter}{(i % 2 == 0 ? "x" : "y")}{newLine}"));
            Dataset data = Dataset.Load(_folder.Write("data.csv", content), new DataOptions { Delimiter = delimiter });

            int line = 2;
            for (int i = 0; i < texts.Length; i++)
            {
                Assert.Equal(texts[i], ((TextExample)data[i]).Text);
                Assert.EndsWith($", line {line}", data[i].Origin, StringComparison.Ordinal);
                line += 1 + texts[i].Count(c => c == '\n');
            }

            Assert.Equal(texts.Length, data.Count);
        }, iter: 300, threads: 1);

    [Fact]
    public void The_delimiter_is_found_among_texts_that_hold_the_others() =>
        Gen.Select(OneOf("good, yes", "well; fine", "a|b", "plain words", "so, so; so").Array[3, 20], OneOf(',', ';', '\t', '|')).Sample((texts, delimiter) =>
        {
            string content = $"text{delimiter}label\n" + string.Concat(texts.Select((text, i) => $"{Quote(text)}{delimiter}{(i % 2 == 0 ? "x" : "y")}\n"));
            return Dataset.Load(_folder.Write("data.csv", content)).Cast<TextExample>().Select(e => e.Text).SequenceEqual(texts);
        }, iter: 300, threads: 1);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
