using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Tests.Tensors;

/// <summary>A device for machines without one: its tensors are the processor's, but everything treats them as foreign, and copies are counted.</summary>
internal sealed class FakeDevice : ComputeDevice
{
    private int _pinned;

    /// <inheritdoc/>
    public override string Name => "fake";

    /// <summary>What <see cref="FasterFormat"/> says.</summary>
    public ComputeFormat Faster { get; init; } = ComputeFormat.Float32;

    /// <summary>Tensors pinned, on whichever thread.</summary>
    public int Pinned => _pinned;

    /// <summary>Tensors sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Tensors fetched.</summary>
    public int Fetched { get; private set; }

    /// <inheritdoc/>
    public override Tensor Pin(Tensor host)
    {
        Interlocked.Increment(ref _pinned);
        return host.clone();
    }

    /// <inheritdoc/>
    public override Tensor Send(Tensor host)
    {
        Sent++;
        return host.clone();
    }

    /// <inheritdoc/>
    public override Tensor Fetch(Tensor there)
    {
        Fetched++;
        return there.clone();
    }

    /// <inheritdoc/>
    public override ComputeFormat FasterFormat() => Faster;

    /// <inheritdoc/>
    public override Generator CreateGenerator() => new(0, CPU);
}
