using System.Globalization;
using Graft.Data;
using Graft.Jobs;
using Graft.Models;
using Graft.Pipelines;

namespace Graft.Cli.Output;

/// <summary>Shows predictions as they come: columns for people, or a JSON line an input.</summary>
internal sealed class PredictOutput : IDisposable
{
    private const int LongestInput = 90;
    private const int LongestLabel = 40;

    private readonly BufferedStream _stream = new(StandardOutput.Stream, 1 << 14);
    private readonly StreamWriter _writer;
    private readonly bool _json;
    private readonly int _labelWidth;

    public PredictOutput(bool json, LabelSet labels)
    {
        _json = json;
        _writer = new StreamWriter(_stream, leaveOpen: true);
        foreach (string name in labels.Names)
        {
            _labelWidth = Math.Max(_labelWidth, Math.Min(LongestLabel, name.Length));
        }
    }

    /// <summary>Shows one prediction.</summary>
    public void Write(Prediction prediction)
    {
        if (_json)
        {
            JsonLines.Write(_stream, prediction);
        }
        else
        {
            WriteColumns(prediction);
        }

        // Whoever types sees the whole answer, its end of line too.
        if (!Console.IsOutputRedirected)
        {
            _writer.Flush();
            _stream.Flush();
        }
    }

    /// <summary>Says where the predictions were written.</summary>
    public void TellWritten(long count, string file)
    {
        if (!_json)
        {
            _writer.WriteLine($"{Figures.Count(count, "prediction is", "predictions are")} in {file}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
    }

    private void WriteColumns(Prediction prediction)
    {
        string input = Figures.Clip(prediction.Name, LongestInput);
        if (prediction.Scores.Count == 0)
        {
            _writer.WriteLine($"{"none".PadRight(_labelWidth)}  {"-",7}  {input}".TrimEnd());
        }

        foreach (LabelScore score in prediction.Scores)
        {
            _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Figures.Clip(score.Label, LongestLabel).PadRight(_labelWidth)}  {score.Score,7:0.0000}  {input}").TrimEnd());
            input = "";
        }
    }
}
