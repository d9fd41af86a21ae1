using Graft.Data;
using Graft.Jobs.Events;
using Graft.Models;
using Graft.Native;
using Graft.Pipelines;
using Graft.Tensors;
using Graft.Vision;
using TorchSharp;

namespace Graft.Jobs;

/// <summary>Labels inputs with a trained folder, a chunk at a time, so that the largest file fits.</summary>
public sealed class PredictJob : IDisposable
{
    // Enough for rows of similar length to meet, few enough for the first answers to come soon.
    private const int BatchesAtOnce = 32, RowsAtOnce = 1024, MostRowsAtOnce = 65_536;

    // Where evaluations decide too.
    private const double ThresholdOfSeveral = 0.5;

    private readonly PredictJobOptions _options;
    private readonly string _folder;
    private readonly ClassificationPipeline _pipeline;
    private readonly Action<string> _note;
    private readonly InputKind _kind;

    private PredictJob(PredictJobOptions options, string folder, ClassificationPipeline pipeline, Action<string> note)
    {
        _folder = folder;
        _options = options;
        _pipeline = pipeline;
        _note = note;
        _kind = pipeline is ImageClassificationPipeline ? InputKind.Image : InputKind.Text;
    }

    /// <summary>The labels that the model tells apart.</summary>
    public LabelSet Labels => _pipeline.Labels;

    /// <summary>Opens the folder.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="note">Gets what the user should know.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="GraftException">The folder cannot be opened, or the output file has an unknown ending.</exception>
    public static PredictJob Open(PredictJobOptions options, Action<string> note, CancellationToken cancellation = default)
    {
        if (options.Output is { } output)
        {
            PredictionFile.Check(output);
        }

        using var hub = new HubAccess(Announce, cancellation);
        string folder = hub.ModelFolder(options.Folder);

        // libtorch takes longer to load than all else together: it starts before the folder's files are read.
        if (File.Exists(Path.Combine(folder, "config.json")))
        {
            TorchLibrary.BeginLoading();
        }

        ClassificationPipeline pipeline = ClassificationPipeline.Load(folder, options.Pipeline with
        {
            MaxLength = options.Pipeline.MaxLength ?? RunSettingsFile.FindMaxLength(folder),
            MapWeights = true,
            ThresholdOfSeveral = ThresholdOfSeveral,
        });
        if (options.Pipeline.Threshold is not null && pipeline.Labels.ProblemType == ProblemType.Regression)
        {
            pipeline.Dispose();
            throw new JobException("The model predicts a number, which no threshold is for.", options.Folder, remedy: "Leave --threshold out.");
        }

        if (options.Threads is { } threads)
        {
            torch.set_num_threads(threads);
        }

        return new PredictJob(options, folder, pipeline, note);

        void Announce(JobEvent happened)
        {
            if (happened is Downloading { FilesDone: 0, BytesDone: 0 } download)
            {
                note($"downloading {download.Repository}");
            }
        }
    }

    /// <summary>Predicts all inputs.</summary>
    /// <param name="standardInput">What "-" stands for.</param>
    /// <param name="take">Gets each prediction in the inputs' order, where they do not go to a file.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <param name="tell">Gets <see cref="Preparing"/> and <see cref="PredictionRunning"/>; null for no one.</param>
    /// <returns>Inputs predicted.</returns>
    /// <exception cref="GraftException">An input cannot be read, or the file cannot be written.</exception>
    public long Run(Stream? standardInput, Action<Prediction> take, CancellationToken cancellation = default, Action<JobEvent>? tell = null)
    {
        long count = 0;
        tell?.Invoke(new Preparing("reading inputs"));
        var size = new InputCount();
        IEnumerable<Prediction> predictions = Predict(PredictionInputs.ReadRows(_options.Inputs, standardInput, _kind, _options.DataOptions, _note, size, keepFields: _options.Output is not null), size, tell, cancellation);
        if (_options.Output is { } output)
        {
            MakeFolder(output);
            AtomicFile.Write(output, stream => count = PredictionFile.Write(output, stream, predictions, _pipeline.Threshold is null ? null : _options.DataOptions.LabelSeparator, _note));
            return count;
        }

        foreach (Prediction prediction in predictions)
        {
            take(prediction);
            count++;
        }

        return count;
    }

    private IReadOnlyList<IReadOnlyList<LabelScore>> Scores(IReadOnlyList<Example> rows, CancellationToken cancellation)
    {
        try
        {
            return _pipeline.Predict(rows, cancellation);
        }
        catch (ImageDecodeException error)
        {
            throw new JobException(error.Problem, error.Path, error.Place, "Replace the picture, or leave out all that cannot be read with --skip-bad.", error);
        }
    }

    // As a training, an export and the page of inspect do.
    private static void MakeFolder(string output)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JobException($"The folder of the output file cannot be made: {error.Message}", output, remedy: "Name a place that can be written to with --output.", innerException: error);
        }
    }

    private int RowsPerChunk => _options.AnswersAtOnce ? 1 : _options.Pipeline.BatchSize is { } rows ? Math.Max(rows, (int)Math.Min((long)rows * BatchesAtOnce, MostRowsAtOnce)) : RowsAtOnce;

    /// <inheritdoc/>
    public void Dispose() => _pipeline.Dispose();

    private IEnumerable<Prediction> Predict(IEnumerable<InputRow> inputs, InputCount size, Action<JobEvent>? tell, CancellationToken cancellation)
    {
        long before = 0;
        var told = new HashSet<string>(StringComparer.Ordinal);
        _pipeline.Progress = tell is null ? null : (done, _) => tell(new PredictionRunning(before + done, size.Total));
        foreach (InputRow[] chunk in inputs.Chunk(RowsPerChunk))
        {
            IReadOnlyList<Example> rows = [.. chunk.Select(input => input.Example)];
            if (_options.DataOptions.SkipBad)
            {
                rows = ImageCheck.Run("inputs", [new Dataset(_kind, Labels, rows, "inputs")], skipBad: true, _note)[0]!;
            }

            foreach (Example row in new[] { true, false }.Select(isPair => rows.FirstOrDefault(row => TextPairs.Is(row) == isPair)).OfType<Example>())
            {
                if (TextPairs.Warning(_folder, row) is { } otherKind && told.Add(otherKind))
                {
                    _note(otherKind);
                }
            }

            IReadOnlyList<IReadOnlyList<LabelScore>> scores = Scores(rows, cancellation);
            for (int row = 0, input = 0; row < rows.Count; row++, input++)
            {
                // Those between were left out.
                while (!ReferenceEquals(chunk[input].Example, rows[row]))
                {
                    input++;
                }

                yield return new Prediction(rows[row], scores[row]) { Fields = chunk[input].Fields };
            }

            before += chunk.Length;
        }
    }
}
