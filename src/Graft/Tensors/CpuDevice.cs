using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>The processor.</summary>
internal sealed class CpuDevice : ComputeDevice
{
    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <inheritdoc/>
    public override Tensor Pin(Tensor host) => host;

    /// <inheritdoc/>
    public override Tensor Send(Tensor host) => host;

    /// <inheritdoc/>
    public override Tensor Fetch(Tensor there) => there;

    /// <inheritdoc/>
    public override ComputeFormat FasterFormat() => RememberedRates.OfThisMachine.Best;

    /// <inheritdoc/>
    public override Generator? CreateGenerator() => null;

    /// <inheritdoc/>
    public override IDisposable? Enter() => null;
}
