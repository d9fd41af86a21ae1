using System.Globalization;
using System.Text.Json;
using CsCheck;
using Graft.Data;
using Graft.Jobs;
using Graft.Models;
using Graft.Pipelines;
using Graft.Tests.Data;

namespace Graft.Tests.Jobs;

public sealed class PredictionFileTests
{
    // What quoting is about, and what other encodings are about.
    private static readonly Gen<string> Texts = Gen.String[Gen.Char[",\"\n\r aé\t;"], 0, 12];

    [Fact]
    public void Any_text_and_label_comes_back_from_csv() => Gen.Select(Texts, Texts, Gen.Double[0, 1]).Sample((text, label, score) =>
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "x.csv");
        using (FileStream stream = File.Create(path))
        {
            Assert.Equal(1, PredictionFile.Write(path, stream, [new Prediction(new TextExample(text, "pair"), [new LabelScore(label, score)])]));
        }

        var options = new DataOptions { TextColumn = "text", TextPairColumn = "text_pair", Delimiter = ',', HasHeader = true };
        var row = (TextExample)Assert.Single(PredictionInputs.Read([path], null, InputKind.Text, options));
        Assert.Equal((text, "pair"), (row.Text, row.TextPair));
        var labelRow = (TextExample)Assert.Single(PredictionInputs.Read([path], null, InputKind.Text, options with { TextColumn = "label", TextPairColumn = "score" }));
        Assert.Equal(label, labelRow.Text);
        Assert.Equal(score, double.Parse(labelRow.TextPair!, CultureInfo.InvariantCulture));
    }, iter: 50);

    [Fact]
    public void Any_text_and_label_comes_back_from_jsonl() => Gen.Select(Texts, Texts, Gen.Double[0, 1]).Sample((text, label, score) =>
    {
        using var stream = new MemoryStream();
        var prediction = new Prediction(new TextExample(text), [new LabelScore(label, score), new LabelScore("other", double.NaN)]);
        Assert.Equal(2, PredictionFile.Write("x.jsonl", stream, [prediction, prediction]));
        string[] lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        JsonElement row = JsonDocument.Parse(lines[1]).RootElement, scores = row.GetProperty("predictions");
        Assert.Equal(text, row.GetProperty("text").GetString());
        Assert.Equal((label, score), (scores[0].GetProperty("label").GetString(), scores[0].GetProperty("score").GetDouble()));
        Assert.Equal(JsonValueKind.Null, scores[1].GetProperty("score").ValueKind);
    });

    [Fact]
    public void Other_endings_are_refused() => Assert.Throws<JobException>(() => PredictionFile.Check("predictions.xlsx"));
}
