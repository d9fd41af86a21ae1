using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>A batch of which the trunk's part is done: what <see cref="Classifier.Features"/> gave. Takes ownership of the tensor.</summary>
/// <param name="features">[b,f]</param>
public sealed class FeatureInputs(Tensor features) : ModelInputs
{
    /// <summary>[b,f]</summary>
    public Tensor Features { get; } = features;

    /// <inheritdoc/>
    public override int BatchSize => (int)Features.shape[0];

    /// <inheritdoc/>
    public override ModelInputs Slice(int first, int count) => new FeatureInputs(Slice(Features, first, count));

    /// <inheritdoc/>
    public override ModelInputs Copy(Func<Tensor, Tensor> copy) => new FeatureInputs(copy(Features));

    /// <inheritdoc/>
    public override void Dispose() => Features.Dispose();
}
