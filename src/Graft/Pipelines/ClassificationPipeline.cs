using Graft.Data;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Native;
using Graft.Tensors;
using Graft.Text;
using Graft.Training;

namespace Graft.Pipelines;

/// <summary>
/// A trained folder, ready to predict. It may be used by several threads: the model answers one call after the other, each on all cores, while
/// texts of other calls are encoded. Disposing waits for the call that is being answered. On Linux the process keeps what memory a batch took for the next one, until the last pipeline is disposed. In float32 the weights of the linear layers are laid out once, at the
/// second small call, which takes their memory a second time.
/// </summary>
public abstract class ClassificationPipeline : IDisposable
{
    private readonly PretrainedClassifier _classifier;
    private readonly ComputeDevice _device;
    private readonly DeviceWeights? _moved;
    private readonly PredictionFormat _format;
    private readonly IDisposable _keptMemory = NativeHeap.KeepLarge();

    // Held while the model is read or changed: kernels of our own go by addresses, which are nobody's once the weights are freed.
    private readonly Lock _turn = new();
    private bool _isDisposed;

    private protected ClassificationPipeline(PretrainedClassifier classifier, PipelineOptions options, int defaultTopK, ComputeDevice device)
    {
        _device = device;
        _classifier = classifier;
        Options = options;
        bool isSeveral = classifier.Labels.ProblemType == ProblemType.MultiLabel && options.Function is ScoreFunction.Auto or ScoreFunction.Sigmoid;
        Threshold = options.Threshold ?? (isSeveral && options.TopK is null ? options.ThresholdOfSeveral : null);
        TopK = Math.Min(options.TopK ?? (Threshold is null ? defaultTopK : classifier.Labels.Count), classifier.Labels.Count);
        try
        {
            if (options.BatchSize < 1 || TopK < 1)
            {
                throw new ArgumentException($"BatchSize ({options.BatchSize}) and TopK ({options.TopK}) must be from 1", nameof(options));
            }

            if (options.Threshold is { } threshold && threshold is not (>= 0 and <= 1))
            {
                throw new ArgumentException($"Threshold ({threshold}) must be from 0 to 1", nameof(options));
            }

            _moved = DeviceWeights.Move(classifier.Model.Weights, device);
            _format = new PredictionFormat(classifier, options.Format, device);
        }
        catch
        {
            _moved?.Dispose();
            classifier.Dispose();
            _keptMemory.Dispose();
            throw;
        }
    }

    /// <summary>The labels that the model tells apart.</summary>
    public LabelSet Labels => _classifier.Labels;

    /// <summary>Labels a prediction, at most.</summary>
    public int TopK { get; }

    /// <summary>The least score of a label in a prediction; null: the best labels, whatever their scores.</summary>
    public double? Threshold { get; }

    /// <summary>Gets how many of a call's rows are done, after each batch; null for no one.</summary>
    internal Action<int, int>? Progress { get; set; }

    /// <summary>How it predicts.</summary>
    private protected PipelineOptions Options { get; }

    /// <summary>Opens a trained folder, for texts or images as the model is.</summary>
    /// <param name="folder">A folder with config.json, weights, and tokenizer or image processor.</param>
    /// <param name="options">How to predict.</param>
    /// <exception cref="GraftException">The folder cannot be opened; it holds a head that was never trained; or there is no device such as was asked for.</exception>
    public static ClassificationPipeline Load(string folder, PipelineOptions? options = null) => Open(folder, options ?? new PipelineOptions(), device: null);

    /// <summary>The same on a device, whatever the options say of it; null: on the one that they choose.</summary>
    internal static ClassificationPipeline Open(string folder, PipelineOptions options, ComputeDevice? device)
    {
        ModelFamily family = options.Registry.FamilyOf(ModelConfigFile.Load(folder));

        // Vocabularies take about as long to read as weights: both at once.
        Task<Tokenizer>? tokenizer = family.Inputs == InputKind.Text ? Task.Run(() => Tokenizer.Load(folder, options.TokenizerParts)) : null;
        PretrainedClassifier classifier = TrainedFolder.Open(folder, options.Registry, options.MapWeights);
        try
        {
            // Only now: libtorch is asked, and it loads while the files are read.
            device ??= ComputeDevice.Choose(options.Device, options.Format);
            return tokenizer is null
                ? new ImageClassificationPipeline(classifier, folder, options, device)
                : new TextClassificationPipeline(classifier, tokenizer.GetAwaiter().GetResult(), folder, options, device);
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    /// <summary>Predicts rows, in batches of similar length.</summary>
    /// <param name="examples">The rows.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>A prediction a row, in the rows' order: the best labels, the best first; none where none has the threshold.</returns>
    /// <exception cref="PredictionException">The memory is used up, or a logit is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline was disposed.</exception>
    public IReadOnlyList<IReadOnlyList<LabelScore>> Predict(IReadOnlyList<Example> examples, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (examples.Count == 0)
        {
            return [];
        }

        // What the examples are labelled with need not be a label of this model.
        IBatchSource source = Encode([.. examples.Select(example => example with { Target = default })]);
        EvaluationOutput output = Run(source, cancellation);
        return [.. Enumerable.Range(0, output.Count).Select(row => ScoreRanking.Rank(output.LogitsOf(row), Labels, Options.Function, TopK, Threshold, source.OriginOf(row)))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _format.Dispose();
            _moved?.Dispose();
            _classifier.Dispose();
            _keptMemory.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract IBatchSource Encode(IReadOnlyList<Example> examples);

    private EvaluationOutput Run(IBatchSource source, CancellationToken cancellation)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                _format.Prepare(source);
                return Evaluator.Run(_classifier.Model, source, Options.BatchSize, Progress, cancellation, _device);
            }
            catch (Exception error) when (OutOfMemory.IsCause(error))
            {
                throw new PredictionException(
                    "The memory is used up.", remedy: OutOfMemory.PassRemedy(Options.BatchSize, "--batch-size; PipelineOptions.BatchSize"), innerException: error);
            }
        }
    }
}
