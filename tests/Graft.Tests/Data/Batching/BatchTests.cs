using Graft.Data.Batching;
using Graft.Tests.Training;
using TorchSharp;

namespace Graft.Tests.Data.Batching;

public sealed class BatchTests
{
    [Fact]
    public void A_slice_has_inputs_targets_and_numbers_of_its_rows()
    {
        using var run = new TinyRun();
        using Batch batch = run.CreateBatch([9, 4, 7, 2], null), slice = batch.Slice(1, 2);

        Assert.Equal([4, 7], slice.Rows);
        Assert.Equal(2, slice.Inputs.BatchSize);
        Assert.Equal(run.TargetsOf([4, 7]).Select(target => (long)target), slice.Targets.data<long>().ToArray());
    }
}
