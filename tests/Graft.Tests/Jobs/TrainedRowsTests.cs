using Graft.Jobs;

namespace Graft.Tests.Jobs;

public sealed class TrainedRowsTests
{
    [Theory]
    [InlineData("data.csv", "data.csv", true)]
    [InlineData("/data/photos", "/data/photos/", true)]
    [InlineData("data.csv", "data.csv[:500]", true)]
    [InlineData("data.csv[:500]", "data.csv", true)]
    [InlineData("data.csv[:500]", "data.csv[400:600]", true)]
    [InlineData("data.csv[:500]", "data.csv[500:]", false)]
    [InlineData("data.csv[:50%]", "data.csv[50%:]", false)]
    [InlineData("data.csv[:50%]", "data.csv[40%:]", true)]
    [InlineData("data.csv[:-100]", "data.csv[-100:]", false)]
    [InlineData("data.csv[-100:]", "data.csv[-100:]", true)]
    [InlineData("/data/photos[train[:80%]+test]", "/data/photos[train[80%:]]", false)]
    [InlineData("/data/photos[train[:80%]+test]", "/data/photos[train]", true)]
    [InlineData("data.csv", "other.csv", false)]
    [InlineData("org/name", "org/name", true)]
    [InlineData("org/name", "org/name[validation_matched]", false)]
    public void Names_tell_whether_a_training_may_have_seen_the_rows(string trained, string other, bool expected) =>
        Assert.Equal(expected, TrainedRows.MayBeIn(trained, other));
}
