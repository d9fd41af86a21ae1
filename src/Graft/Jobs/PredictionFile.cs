using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Graft.Data;
using Graft.Pipelines;

namespace Graft.Jobs;

/// <summary>
/// Predictions as a file: .csv with the input, the label and the score (further labels in further columns), or .jsonl
/// with the input and "predictions", a line each.
/// </summary>
internal static class PredictionFile
{
    /// <exception cref="JobException">The file's ending is neither.</exception>
    public static void Check(string path)
    {
        if (!IsCsv(path) && !path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
        {
            throw new JobException("Predictions are written as .csv or .jsonl.", path, remedy: "Name a file that ends so with --output.");
        }
    }

    /// <summary>Writes all predictions.</summary>
    /// <returns>How many.</returns>
    public static long Write(string path, Stream stream, IEnumerable<Prediction> predictions) =>
        IsCsv(path) ? WriteCsv(stream, predictions) : WriteJson(stream, predictions);

    private static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private static long WriteCsv(Stream stream, IEnumerable<Prediction> predictions)
    {
        long count = 0;
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach (Prediction prediction in predictions)
        {
            if (count++ == 0)
            {
                writer.WriteLine(Header(prediction));
            }

            string inputs = string.Join(',', Inputs(prediction.Input).Select(pair => Quote(pair.Value)));
            writer.WriteLine($"{inputs},{string.Join(',', prediction.Scores.Select(score => $"{Quote(score.Label)},{Number(score.Score)}"))}");
        }

        return count;
    }

    private static string Header(Prediction first)
    {
        IEnumerable<string> scores = first.Scores.Select((_, i) => i == 0 ? "label,score" : $"label_{i + 1},score_{i + 1}");
        return string.Join(',', Inputs(first.Input).Select(pair => pair.Name).Concat(scores));
    }

    private static long WriteJson(Stream stream, IEnumerable<Prediction> predictions)
    {
        long count = 0;
        foreach (Prediction prediction in predictions)
        {
            count++;
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                writer.WriteStartObject();
                foreach ((string name, string value) in Inputs(prediction.Input))
                {
                    writer.WriteString(name, value);
                }

                writer.WriteStartArray("predictions");
                foreach (LabelScore score in prediction.Scores)
                {
                    writer.WriteStartObject();
                    writer.WriteString("label", score.Label);
                    writer.WritePropertyName("score");
                    writer.WriteRawValue(double.IsFinite(score.Score) ? Number(score.Score) : "null");
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            stream.WriteByte((byte)'\n');
        }

        return count;
    }

    private static IEnumerable<(string Name, string Value)> Inputs(Example input)
    {
        if (input is not TextExample text)
        {
            yield return ("image", input.Origin);
            yield break;
        }

        yield return ("text", text.Text);
        if (text.TextPair is { } pair)
        {
            yield return ("text_pair", pair);
        }
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") || field.Length > 0 && (field[0] == ' ' || field[^1] == ' ')
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;
}
