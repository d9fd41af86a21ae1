using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Vectors of token types, which tell the first text of a pair from the second.</summary>
internal static class TokenTypeRows
{
    /// <summary>[b,t] type ids -> [b,t,d]; [d] where all tokens take the first row.</summary>
    /// <param name="table">The vectors. A table of a single row, as RoBERTa has it, gives that to both texts of a pair.</param>
    /// <param name="typeIds">[b,t] int64, or null for all zero.</param>
    /// <exception cref="GraftException">A type that the table has no row for.</exception>
    public static Tensor Of(Embedding table, Tensor? typeIds)
    {
        long rows = table.Weight.shape[0];
        if (typeIds is null || rows == 1)
        {
            return table.Weight[0];
        }

        // Numbers in a device's own memory are not waited for.
        using DisposeScope scope = NewDisposeScope();
        long highest = HostMemory.Holds(typeIds) ? typeIds.max().item<long>() : 0;
        return highest < rows
            ? scope.MoveToOuter(table.Forward(typeIds))
            : throw new GraftException(
                $"A token is of type {highest}, but the model has vectors for {rows} types.", remedy: "Use the tokenizer that the model was pretrained with.");
    }
}
