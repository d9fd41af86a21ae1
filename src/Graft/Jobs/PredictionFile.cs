using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Graft.Data;
using Graft.Data.Reading;
using Graft.Pipelines;

namespace Graft.Jobs;

/// <summary>
/// Predictions as a file that keeps the columns of the input: .csv with "label" and "score" behind them (further labels in further
/// columns), or .jsonl with "predictions", a line each. Where the input has a column of such a name, "predicted_" stands before those
/// of the prediction. Labels that have passed a threshold stand in one field with a separator, as training reads several labels of a row,
/// and so do their scores. A text or image from no table is the column "text" ("text_pair") or "image".
/// </summary>
internal static class PredictionFile
{
    private const string Prefix = "predicted_";

    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="JobException">The file's ending is neither.</exception>
    public static void Check(string path)
    {
        if (!IsCsv(path) && !path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
        {
            throw new JobException("Predictions are written as .csv or .jsonl.", path, remedy: "Name a file that ends so with --output.");
        }
    }

    /// <summary>Writes all predictions.</summary>
    /// <param name="path">Its ending says how.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="predictions">What to write.</param>
    /// <param name="separator">What separates the labels that have passed a threshold; null: there is none, and each prediction has as many labels.</param>
    /// <param name="note">Gets what is left out; null for no one.</param>
    /// <returns>How many.</returns>
    public static long Write(string path, Stream stream, IEnumerable<Prediction> predictions, char? separator = null, Action<string>? note = null) =>
        IsCsv(path) ? WriteCsv(stream, predictions, separator, note) : WriteJson(stream, predictions);

    private static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private static long WriteCsv(Stream stream, IEnumerable<Prediction> predictions, char? separator, Action<string>? note)
    {
        long count = 0;
        InputColumns? header = null;
        var told = new HashSet<string>(StringComparer.Ordinal);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach (Prediction prediction in predictions)
        {
            InputFields fields = FieldsOf(prediction);
            if (count++ == 0)
            {
                header = fields.Columns;
                string[] own = separator is not null ? ["label", "score"] : [.. prediction.Scores.SelectMany((_, i) => i == 0 ? (string[])["label", "score"] : [$"label_{i + 1}", $"score_{i + 1}"])];
                writer.WriteLine(string.Join(',', header.Names.Concat(Free(own, header.Names)).Select(Quote)));
            }

            IEnumerable<object?> cells = fields.Columns == header ? fields.Cells : Under(header!, fields, told, note);
            IEnumerable<string> scores = separator is { } between
                ? [string.Join(between, prediction.Scores.Select(score => score.Label)), string.Join(between, prediction.Scores.Select(score => Number(score.Score)))]
                : prediction.Scores.SelectMany(score => (string[])[score.Label, Number(score.Score)]);
            writer.WriteLine(string.Join(',', cells.Select(Text).Concat(scores).Select(Quote)));
        }

        return count;
    }

    private static InputFields FieldsOf(Prediction prediction) => prediction.Fields ?? InputFields.Of(prediction.Input);

    // Names that none of the input's columns has, in whatever case.
    private static IEnumerable<string> Free(IReadOnlyCollection<string> names, IReadOnlyList<string> taken)
    {
        string prefix = "";
        while (names.Any(name => taken.Contains(prefix + name, StringComparer.OrdinalIgnoreCase)))
        {
            prefix += Prefix;
        }

        return names.Select(name => prefix + name);
    }

    // The first input has set the columns. What another one calls otherwise, the text or image, goes to its place; other columns go by name.
    private static IEnumerable<object?> Under(InputColumns header, InputFields fields, HashSet<string> told, Action<string>? note)
    {
        object?[] cells = new object?[header.Names.Count];
        for (int i = 0; i < fields.Cells.Count; i++)
        {
            string name = fields.Columns.Names[i];
            int place = i == fields.Columns.Input ? header.Input : i == fields.Columns.Pair && header.Pair is { } pair ? pair : PlaceOf(name);
            if (place >= 0)
            {
                cells[place] = fields.Cells[i];
            }
            else if (told.Add(name))
            {
                note?.Invoke($"The column '{name}' is left out: the first input, whose columns the file has, lacks it.");
            }
        }

        return cells;

        int PlaceOf(string name)
        {
            for (int i = 0; i < header.Names.Count; i++)
            {
                if (header.Names[i] == name && i != header.Input && i != header.Pair)
                {
                    return i;
                }
            }

            return -1;
        }
    }

    private static long WriteJson(Stream stream, IEnumerable<Prediction> predictions)
    {
        long count = 0;
        foreach (Prediction prediction in predictions)
        {
            count++;
            InputFields fields = FieldsOf(prediction);
            using (var writer = new Utf8JsonWriter(stream, Layout))
            {
                writer.WriteStartObject();
                for (int i = 0; i < fields.Cells.Count; i++)
                {
                    writer.WritePropertyName(fields.Columns.Names[i]);
                    WriteCell(writer, fields.Cells[i]);
                }

                writer.WriteStartArray(Free(["predictions"], fields.Columns.Names).Single());
                foreach (LabelScore score in prediction.Scores)
                {
                    writer.WriteStartObject();
                    writer.WriteString("label", score.Label);
                    writer.WritePropertyName("score");
                    WriteCell(writer, score.Score);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            stream.WriteByte((byte)'\n');
        }

        return count;
    }

    private static void WriteCell(Utf8JsonWriter writer, object? cell)
    {
        switch (cell)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long whole:
                writer.WriteNumberValue(whole);
                break;
            case double number:
                writer.WriteRawValue(double.IsFinite(number) ? Number(number) : "null");
                break;
            case NestedCell { Json: { Length: > 0 } json }:
                writer.WriteRawValue(json);
                break;
            case object?[] list:
                writer.WriteStartArray();
                foreach (object? item in list)
                {
                    WriteCell(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(CellText.Of(cell));
                break;
        }
    }

    // A cell of a CSV file; lists and objects as JSON.
    private static string Text(object? cell)
    {
        if (cell is not (object?[] or NestedCell))
        {
            return CellText.Of(cell);
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Layout))
        {
            WriteCell(writer, cell);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") || field.Length > 0 && (field[0] == ' ' || field[^1] == ' ')
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;
}
