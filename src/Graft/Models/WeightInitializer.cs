using System.Runtime.InteropServices;
using System.Text;
using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>
/// Draws the values of new tensors: matrices from a normal distribution, norms one, biases zero. The values depend on
/// seed and name alone, so a new head is the same on every machine. Entries with a value of their own are filled with it.
/// </summary>
/// <param name="standardDeviation">Standard deviation of matrices.</param>
/// <param name="seed">The seed.</param>
internal sealed class WeightInitializer(double standardDeviation, ulong seed)
{
    /// <summary>Overwrites a tensor.</summary>
    public void Draw(WeightEntry entry)
    {
        using IDisposable gradientsOff = no_grad();
        Tensor tensor = entry.Tensor;
        bool isShift = entry.Name.EndsWith("bias", StringComparison.Ordinal) || entry.Name.EndsWith("running_mean", StringComparison.Ordinal);
        if (entry.InitialValue is { } value)
        {
            tensor.fill_(value);
        }
        else if (isShift || tensor.dtype != ScalarType.Float32)
        {
            tensor.fill_(0);   // zero_ would leave a handle behind
        }
        else if (entry.Kind is WeightKind.LayerNorm or WeightKind.BatchNorm or WeightKind.Buffer)
        {
            tensor.fill_(1);
        }
        else
        {
            Normal(MemoryMarshal.Cast<byte, float>(tensor.bytes), StreamOf(entry.Name));
        }
    }

    // Box and Muller's transform: two uniform numbers give two normal ones.
    private void Normal(Span<float> values, ulong stream)
    {
        Span<uint> words = stackalloc uint[Philox.WordsPerBlock];
        for (int i = 0; i < values.Length; i += Philox.WordsPerBlock)
        {
            Philox.Fill(seed, stream, (ulong)(i / Philox.WordsPerBlock), words);
            for (int j = 0; j < Philox.WordsPerBlock && i + j < values.Length; j++)
            {
                double radius = Math.Sqrt(-2 * Math.Log((words[j & ~1] + 1.0) / 4294967296.0));
                double angle = 2 * Math.PI * words[j | 1] / 4294967296.0;
                values[i + j] = (float)(standardDeviation * radius * ((j & 1) == 0 ? Math.Cos(angle) : Math.Sin(angle)));
            }
        }
    }

    // FNV-1a of the name: .NET's own string hash differs from process to process.
    private static ulong StreamOf(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (byte value in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ value) * 1099511628211;
        }

        return hash;
    }
}
