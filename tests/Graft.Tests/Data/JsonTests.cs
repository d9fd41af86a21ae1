using Graft.Data;

namespace Graft.Tests.Data;

public sealed class JsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"version": 1, "tags": ["x"], "rows": [{"text": "one", "label": "a"}, {"text": "two", "label": "b"}]}""", "one two")]
    [InlineData("""[{"text": "one", "label": "a"}, {"text": "two", "label": "b"}]""", "one two")]
    [InlineData("""{"text": "one", "label": ["a", "b"]}""", "one")]
    [InlineData("{\"text\": \"one\", \"label\": [\"a\"]}\n{\"text\": \"two\", \"label\": [\"b\"]}", "one two")]
    public void Rows_are_found_whether_or_not_a_line_end_follows(string content, string texts)
    {
        foreach (string end in new[] { "", "\n", "\r\n", "\n \n\n" })
        {
            Dataset data = Dataset.Load(_folder.Write("data.json", content + end));
            Assert.Equal(texts.Split(' '), data.Cast<TextExample>().Select(example => example.Text));
        }
    }
}
