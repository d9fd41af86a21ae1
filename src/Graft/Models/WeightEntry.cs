using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>One tensor of a model.</summary>
/// <param name="Name">Its name in the file, as on the hub.</param>
/// <param name="Tensor">The tensor itself, owned by the model.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Depth">0 for embeddings, i + 1 for layer i, layers + 1 for what comes after: for layer-wise rates and freezing.</param>
/// <param name="Part">Whether it belongs to the pretrained trunk or to a part that may be new.</param>
public sealed partial record WeightEntry(string Name, Tensor Tensor, WeightKind Kind, int Depth, WeightPart Part)
{
    /// <summary>What the tensor is filled with when it is new, such as a layer scale; null: drawn by its kind.</summary>
    public double? InitialValue { get; init; }

    /// <summary>True for what the optimizer trains, false for running statistics.</summary>
    public bool IsParameter => Kind != WeightKind.Buffer;

    /// <summary>
    /// True if weight decay applies: not to biases and norms, by the rule of the public trainer, which goes by layer
    /// norms and by names.
    /// </summary>
    public bool TakesWeightDecay => IsParameter && Kind != WeightKind.LayerNorm && !UndecayedName().IsMatch(Name);

    [GeneratedRegex(@"bias|layernorm|rmsnorm|(^|\.)norm($|\.)|_norm($|\.)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UndecayedName();
}
