using Graft.Data.Batching;
using Graft.Models;
using Graft.Tensors;

namespace Graft.Pipelines;

/// <summary>The format in which a classifier predicts; it changes when there is enough work to pay for the change.</summary>
internal sealed class PredictionFormat : IDisposable
{
    // Smaller calls gain nothing from bfloat16: of texts 128 tokens.
    private const int SmallPart = 16;

    private readonly PretrainedClassifier _classifier;
    private readonly ComputeDevice _device;
    private WorkingWeights? _working;
    private PreparedLayers? _rounded, _panels;
    private bool _isSettled, _hadSmallCall, _hadMediumCall;

    /// <summary>Takes a classifier whose weights are in single precision, and gives them back so.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="format">What was asked for.</param>
    /// <param name="device">Where the classifier is; null is the processor.</param>
    /// <exception cref="ModelException">The model is not served by the format asked for.</exception>
    public PredictionFormat(PretrainedClassifier classifier, ComputeFormat format, ComputeDevice? device = null)
    {
        _device = device ?? ComputeDevice.Cpu;
        _classifier = classifier;
        WeightMap weights = classifier.Model.Weights;
        bool isServed = WorkingWeights.Serve(weights);
        if (format == ComputeFormat.Bfloat16 && !isServed)
        {
            throw new ModelException(
                "The model has batch norms: in bfloat16 its logits would change too much.", classifier.Config.Path, remedy: "Take float32 or auto.");
        }

        if (format == ComputeFormat.Int8 && !PreparedLayers.CanRound(weights))
        {
            throw new ModelException(
                "The model has no layers that predict in int8.", classifier.Config.Path, remedy: "Take float32 or auto.");
        }

        _isSettled = format is ComputeFormat.Float32 or ComputeFormat.Int8 || !isServed;
        _rounded = format == ComputeFormat.Int8 ? PreparedLayers.Round(weights) : null;
        if (format == ComputeFormat.Bfloat16)
        {
            Convert();
        }
    }

    /// <summary>What the classifier multiplies in now.</summary>
    public ComputeFormat Current => _rounded is not null ? ComputeFormat.Int8 : _working is not null ? ComputeFormat.Bfloat16 : ComputeFormat.Float32;

    private bool CanLayOut => _device.IsCpu && _panels is null && Current == ComputeFormat.Float32;

    /// <summary>
    /// Called before rows are predicted. With a full forward pass or more, rounding the weights costs a small part of what it gains; with less, the
    /// second call is worth it. Laying them out speeds up small calls in single precision: the second one is worth that too.
    /// </summary>
    public void Prepare(IBatchSource rows)
    {
        if (_isSettled && !CanLayOut)
        {
            return;
        }

        long cost = Enumerable.Range(0, rows.Count).Sum(row => (long)rows.CostOf(row));
        bool isLarge = cost >= rows.BatchCost, isMedium = cost * SmallPart >= rows.BatchCost;
        if ((isLarge || (isMedium && _hadMediumCall)) && !_isSettled)
        {
            _isSettled = true;
            if (_device.FasterFormat() == ComputeFormat.Bfloat16)
            {
                Convert();
            }
        }

        if (!isLarge && _hadSmallCall && CanLayOut)
        {
            _panels = PreparedLayers.LayOut(_classifier.Model.Weights);
        }

        _hadSmallCall |= !isLarge;
        _hadMediumCall |= isMedium;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _working?.Dispose();
        _rounded?.Dispose();
        _panels?.Dispose();
        (_working, _rounded, _panels) = (null, null, null);
    }

    private void Convert()
    {
        _isSettled = true;
        _panels?.Dispose();
        _panels = null;
        _working = new WorkingWeights(_classifier.Model.Weights);
    }
}
