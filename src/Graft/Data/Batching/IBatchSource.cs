using Graft.Models;

namespace Graft.Data.Batching;

/// <summary>An encoded dataset: what training and evaluation see of texts or images.</summary>
public interface IBatchSource
{
    /// <summary>Number of rows.</summary>
    int Count { get; }

    /// <summary>The labels.</summary>
    LabelSet Labels { get; }

    /// <summary>What the rows are, so that a model which reads others says so. By itself null: not known.</summary>
    InputKind? Kind => null;

    /// <summary>What a row costs, in tokens: rows of similar cost share a batch. The same number for all images.</summary>
    int CostOf(int row);

    /// <summary>
    /// The cost, padding included, up to which rows share a forward pass of a prediction where no number of rows is
    /// asked for: enough to fill the cores, little enough for their caches. By itself 2,048 tokens.
    /// </summary>
    int BatchCost => 2048;

    /// <summary>A number that changes when the row's input does, so that a run notices other data when it is resumed. By itself the cost.</summary>
    ulong FingerprintOf(int row) => (ulong)CostOf(row);

    /// <summary>Where a row comes from, for messages: "train.csv, line 12".</summary>
    string OriginOf(int row);

    /// <summary>The targets of rows, without preparing their inputs: [n] class numbers, or [n,c] values row by row.</summary>
    /// <param name="rows">Rows' numbers.</param>
    /// <returns>One value a row for a single label (the class) and for one number, one a label or output else.</returns>
    float[] TargetsOf(IReadOnlyList<int> rows);

    /// <summary>Prepares a batch. May be called from any thread.</summary>
    /// <param name="rows">Rows' numbers.</param>
    /// <param name="augmentationSeed">Seed of random changes to training images, or null for none.</param>
    /// <returns>The batch, which the caller disposes and which belongs to no dispose scope.</returns>
    Batch CreateBatch(IReadOnlyList<int> rows, ulong? augmentationSeed);

    /// <summary>Writes what is needed to encode inputs the same way again (tokenizer and length of texts, image processor) into a model folder.</summary>
    void SaveEncoder(string folder);
}
