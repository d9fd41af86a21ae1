using Graft.Data.Batching;
using Graft.Models;
using Graft.Tensors;

namespace Graft.Pipelines;

/// <summary>The format in which a classifier predicts; it changes when there is enough work to pay for the change.</summary>
internal sealed class PredictionFormat : IDisposable
{
    private readonly PretrainedClassifier _classifier;
    private WorkingWeights? _working;
    private bool _isSettled;

    /// <summary>Takes a classifier whose weights are in single precision, and gives them back so.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="format">What was asked for.</param>
    /// <exception cref="ModelException">bfloat16 was asked for, and the model has batch norms.</exception>
    public PredictionFormat(PretrainedClassifier classifier, ComputeFormat format)
    {
        _classifier = classifier;
        bool isServed = WorkingWeights.Serve(classifier.Model.Weights);
        if (format == ComputeFormat.Bfloat16 && !isServed)
        {
            throw new ModelException(
                "The model has batch norms: in bfloat16 its logits would change too much.", classifier.Config.Path, remedy: "Take float32 or auto.");
        }

        _isSettled = format == ComputeFormat.Float32 || !isServed;
        if (format == ComputeFormat.Bfloat16)
        {
            Convert();
        }
    }

    /// <summary>What the classifier multiplies in now.</summary>
    public ComputeFormat Current => _working is null ? ComputeFormat.Float32 : ComputeFormat.Bfloat16;

    /// <summary>Called before rows are predicted: with a full forward pass or more, rounding the weights costs a small part of what it gains.</summary>
    public void Prepare(IBatchSource rows)
    {
        if (_isSettled || Enumerable.Range(0, rows.Count).Sum(row => (long)rows.CostOf(row)) < rows.BatchCost)
        {
            return;
        }

        _isSettled = true;
        if (ProductRates.Measure().Best == ComputeFormat.Bfloat16)
        {
            Convert();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _working?.Dispose();

    private void Convert()
    {
        _isSettled = true;
        _working = new WorkingWeights(_classifier.Model.Weights);
    }
}
