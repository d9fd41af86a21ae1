using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class ParallelErrorsTests
{
    [Fact]
    public void A_typed_error_comes_out_as_itself_from_loops_in_queries_and_before_others()
    {
        var inner = new GraftException("inner");
        Assert.Same(inner, Assert.Throws<GraftException>(() => ParallelErrors.Unwrap(() => Enumerable.Range(0, 64).AsParallel().Select(_ => Parallel.For(0, 8, _ => throw inner)).ToArray())));
        Assert.Same(inner, Assert.Throws<GraftException>(() => ParallelErrors.Unwrap<int>(() => throw new AggregateException(new OperationCanceledException(), new AggregateException(inner)))));
    }

    [Fact]
    public void What_means_something_to_a_caller_comes_out_and_defects_stay_together()
    {
        Assert.Throws<OutOfMemoryException>(() => ParallelErrors.Unwrap(() => Parallel.For(0, 8, _ => throw new OutOfMemoryException())));
        Assert.Throws<OperationCanceledException>(() => ParallelErrors.Unwrap(() => Parallel.For(0, 8, _ => throw new OperationCanceledException())));
        Assert.Throws<AggregateException>(() => ParallelErrors.Unwrap(() => Parallel.For(0, 8, _ => throw new InvalidOperationException())));
        Assert.Throws<InvalidOperationException>(() => ParallelErrors.Unwrap<int>(() => throw new InvalidOperationException()));
        Assert.Equal(3, ParallelErrors.Unwrap(() => 3));
    }
}
