using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class WorkTeamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Every_piece_is_done_once(int pieces)
    {
        var done = new int[pieces];
        WorkTeam.ForEach(pieces, piece => Interlocked.Increment(ref done[piece]));
        Assert.All(done, times => Assert.Equal(1, times));
    }

    [Fact]
    public void An_exception_of_a_piece_comes_out()
    {
        var error = Assert.Throws<InvalidOperationException>(() => WorkTeam.ForEach(64, piece =>
        {
            if (piece == 13)
            {
                throw new InvalidOperationException("thirteen");
            }
        }));
        Assert.Equal("thirteen", error.Message);
    }

    [Fact]
    public void The_thread_pool_does_the_same()
    {
        var done = new int[100];
        WorkTeam.ForEachInPool(done.Length, threads: 2, piece => Interlocked.Increment(ref done[piece]));
        Assert.All(done, times => Assert.Equal(1, times));

        var error = Assert.Throws<InvalidOperationException>(() => WorkTeam.ForEachInPool(64, threads: 2, _ => throw new InvalidOperationException("each")));
        Assert.Equal("each", error.Message);
    }

    [Fact]
    public void Several_threads_may_use_it_at_once()
    {
        var sums = new long[8];
        Parallel.For(0, sums.Length, caller => WorkTeam.ForEach(100, piece => Interlocked.Add(ref sums[caller], piece)));
        Assert.All(sums, sum => Assert.Equal(4950, sum));
    }
}
