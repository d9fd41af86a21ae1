using Graft.Data.Batching;
using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Training;

/// <summary>Rows of another source under other labels, or with numbers as their targets.</summary>
internal sealed class Relabelled(IBatchSource rows, LabelSet labels, float[]? numbers = null) : IBatchSource
{
    public int Count => rows.Count;

    public LabelSet Labels => labels;

    public int CostOf(int row) => rows.CostOf(row);

    public string OriginOf(int row) => rows.OriginOf(row);

    public float[] TargetsOf(IReadOnlyList<int> wanted) => numbers is null ? rows.TargetsOf(wanted) : [.. wanted.Select(row => numbers[row])];

    public Batch CreateBatch(IReadOnlyList<int> wanted, ulong? augmentationSeed)
    {
        Batch batch = rows.CreateBatch(wanted, augmentationSeed);
        if (numbers is null)
        {
            return batch;
        }

        batch.Targets.Dispose();
        return new Batch(batch.Inputs, tensor(TargetsOf(wanted)).DetachFromDisposeScope(), wanted);
    }

    public void SaveEncoder(string folder) => rows.SaveEncoder(folder);
}
