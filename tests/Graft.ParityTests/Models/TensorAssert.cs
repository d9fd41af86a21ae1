using TorchSharp;
using static TorchSharp.torch;

namespace Graft.ParityTests.Models;

/// <summary>Collects differences from golden tensors and reports them together.</summary>
internal sealed class TensorAssert
{
    private readonly List<string> _failures = [];

    public int Compared { get; private set; }

    /// <summary>Every element within a tolerance; where a mask [b,t] is given, only at rows with 1.</summary>
    public void Close(string name, Tensor actual, Tensor golden, double tolerance, Tensor? mask = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Compared++;
        if (!actual.shape.SequenceEqual(golden.shape))
        {
            _failures.Add($"{name}: shape [{string.Join(",", actual.shape)}], golden [{string.Join(",", golden.shape)}]");
            return;
        }

        Tensor difference = (actual.to(ScalarType.Float64) - golden.to(ScalarType.Float64)).abs();
        if (mask is not null)
        {
            difference = difference.masked_fill(mask.eq(0), 0);
        }

        double largest = difference.max().item<double>();
        if (!(largest <= tolerance))
        {
            _failures.Add($"{name}: differs by {largest:g4}, allowed {tolerance:g4}");
        }
    }

    /// <summary>Every element within a tolerance, or within that share of the golden value where it is larger than 1.</summary>
    public void CloseInSize(string name, Tensor actual, Tensor golden, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor unit = golden.to(ScalarType.Float64).abs().clamp_min(1);
        Close(name, actual.to(ScalarType.Float64) / unit, golden.to(ScalarType.Float64) / unit, tolerance);
    }

    public void That(bool condition, string failure)
    {
        Compared++;
        if (!condition)
        {
            _failures.Add(failure);
        }
    }

    /// <summary>Fails with all differences, or if nothing was compared.</summary>
    public void Verify()
    {
        Assert.True(_failures.Count == 0, string.Join(Environment.NewLine, _failures.Take(20)));
        Assert.True(Compared > 0, "nothing was compared");
    }
}
