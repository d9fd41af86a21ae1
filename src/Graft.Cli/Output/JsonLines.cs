using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Graft.Jobs;
using Graft.Jobs.Events;
using Graft.Pipelines;

namespace Graft.Cli.Output;

/// <summary>JSON on standard output, a line each, at once.</summary>
internal static class JsonLines
{
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an event, unless it is for people alone.</summary>
    public static void Write(JobEvent happened)
    {
        if (happened is not (Preparing or PredictionRunning))
        {
            Write(happened, EventJson.Default.JobEvent);
        }
    }

    /// <summary>Writes a result.</summary>
    public static void Write<T>(T value, JsonTypeInfo<T> type) => WriteLine(writer => JsonSerializer.Serialize(writer, value, type));

    /// <summary>Writes a prediction as [{"label":…,"score":…,"input":…},…], where "input" says which one it is of.</summary>
    public static void Write(Stream stream, Prediction prediction)
    {
        using (var writer = new Utf8JsonWriter(stream, Layout))
        {
            writer.WriteStartArray();
            foreach (LabelScore score in prediction.Scores)
            {
                writer.WriteStartObject();
                writer.WriteString("label", score.Label);
                if (double.IsFinite(score.Score))
                {
                    writer.WriteNumber("score", score.Score);
                }
                else
                {
                    writer.WriteNull("score");
                }

                writer.WriteString("input", prediction.Input.Origin);

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes an error.</summary>
    public static void WriteError(string message, string? path, string? place, string? remedy) => WriteLine(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("event", "error");
        writer.WriteString("message", message);
        writer.WriteString("path", path);
        writer.WriteString("place", place);
        writer.WriteString("remedy", remedy);
        writer.WriteEndObject();
    });

    private static void WriteLine(Action<Utf8JsonWriter> write)
    {
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line, Layout))
        {
            write(writer);
        }

        line.WriteByte((byte)'\n');
        line.WriteTo(StandardOutput.Stream);
    }
}
