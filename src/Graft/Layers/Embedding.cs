using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>A table of vectors, looked up by row number.</summary>
public sealed class Embedding : IDisposable
{
    private readonly TorchSharp.Modules.Embedding _table;

    /// <summary>Creates the table; its values are undefined until weights are loaded or drawn.</summary>
    /// <param name="rows">Number of vectors.</param>
    /// <param name="width">Size of a vector.</param>
    /// <param name="paddingIndex">A row that takes no gradient, or null.</param>
    public Embedding(long rows, long width, long? paddingIndex = null)
    {
        Weight = Parameters.Create(rows, width);

        // The module that looks up draws random values for a table of its own before it takes this one, which for a large table
        // takes seconds: so its own is of one column. The tensor objects made on the way go with the scope.
        using DisposeScope scope = NewDisposeScope();
        _table = nn.Embedding((paddingIndex ?? 0) + 1, 1, padding_idx: paddingIndex);
        _table.weight = Weight;
    }

    /// <summary>The vectors: [rows, width].</summary>
    public Parameter Weight { get; }

    /// <summary>[...] row numbers (int64) -> [..., width].</summary>
    public Tensor Forward(Tensor ids) => _table.forward(ids);

    /// <summary>Frees the lookup; the weight is the model's to free.</summary>
    public void Dispose() => _table.Dispose();
}
