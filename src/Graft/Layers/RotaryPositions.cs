using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// Turns the vectors of a head by angles that grow with the position. Source: Su et al., "RoFormer: enhanced transformer
/// with rotary position embedding", 2021; in the layout that pairs element i with element i + d/2.
/// </summary>
/// <param name="Cosine">[t,d]</param>
/// <param name="Sine">[t,d]</param>
internal sealed record RotaryPositions(Tensor Cosine, Tensor Sine)
{
    /// <summary>The angles of positions 0 to t - 1, which belong to the surrounding dispose scope.</summary>
    /// <param name="tokens">t</param>
    /// <param name="headSize">d, even.</param>
    /// <param name="theta">The base: the larger, the slower the last pairs turn.</param>
    /// <param name="device">Where they are made.</param>
    public static RotaryPositions Create(long tokens, long headSize, double theta, Device device)
    {
        // In float32 step by step, as the models were trained: far positions feel the rounding.
        using DisposeScope scope = NewDisposeScope();
        Tensor angles = arange(tokens, dtype: ScalarType.Float32, device: device).unsqueeze(1) * Frequencies(headSize, theta, device);   // [t,d/2]
        Tensor both = cat([angles, angles], -1);                                                // [t,d]
        return new RotaryPositions(scope.MoveToOuter(both.cos()), scope.MoveToOuter(both.sin()));
    }

    /// <summary>The angles of the tokens of rows laid end to end, each row from position 0 on; they belong to the surrounding dispose scope.</summary>
    public RotaryPositions Of(PackedRows rows)
    {
        using DisposeScope scope = NewDisposeScope();
        return new RotaryPositions(scope.MoveToOuter(EndToEnd(Cosine)), scope.MoveToOuter(EndToEnd(Sine)));

        Tensor EndToEnd(Tensor angles) => cat([.. rows.Lengths.Select(length => angles.narrow(0, 0, length))]);
    }

    /// <summary>The angle from one position to the next, of each pair: [d/2], which belongs to the surrounding dispose scope.</summary>
    /// <param name="headSize">d, even.</param>
    /// <param name="theta">The base.</param>
    /// <param name="device">Where they are made.</param>
    public static Tensor Frequencies(long headSize, double theta, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor exponents = arange(0, headSize, 2, dtype: ScalarType.Float32, device: device) / headSize;
        return scope.MoveToOuter(tensor((float)theta, device: device).pow(exponents).reciprocal());
    }

    /// <summary>[b,h,t,d] -> [b,h,t,d].</summary>
    public Tensor Rotate(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        long half = x.shape[^1] / 2;
        Tensor turned = cat([-x.narrow(-1, half, half), x.narrow(-1, 0, half)], -1);
        return scope.MoveToOuter(x * Cosine + turned * Sine);
    }
}
