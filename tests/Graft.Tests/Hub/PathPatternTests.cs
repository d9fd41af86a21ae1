using Graft.Hub;

namespace Graft.Tests.Hub;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("train.csv", "train.csv", true)]
    [InlineData("train.csv", "data/train.csv", false)]
    [InlineData("./train.csv", "train.csv", true)]
    [InlineData("*.csv", "train.csv", true)]
    [InlineData("*.csv", "data/train.csv", false)]
    [InlineData("data/*", "data/train.csv", true)]
    [InlineData("data/*", "data/a/train.csv", false)]
    [InlineData("data/**", "data/a/b/train.csv", true)]
    [InlineData("**/*.csv", "train.csv", true)]
    [InlineData("**/*.csv", "a/b/train.csv", true)]
    [InlineData("**.csv", "a/b/train.csv", true)]
    [InlineData("a/**/b.csv", "a/b.csv", true)]
    [InlineData("a/**/b.csv", "a/x/y/b.csv", true)]
    [InlineData("a/**/b.csv", "ab.csv", false)]
    [InlineData("train-?.csv", "train-1.csv", true)]
    [InlineData("train-?.csv", "train-12.csv", false)]
    [InlineData("train?x.csv", "train/x.csv", false)]
    [InlineData("train-[0-9][0-9].csv", "train-07.csv", true)]
    [InlineData("train-[0-9][0-9].csv", "train-x7.csv", false)]
    [InlineData("train-[!0-4].csv", "train-5.csv", true)]
    [InlineData("train-[!0-4].csv", "train-3.csv", false)]
    [InlineData("a[!b]c.csv", "a/c.csv", false)]
    [InlineData("{train,dev}.csv", "dev.csv", true)]
    [InlineData("{train,dev}.csv", "test.csv", false)]
    [InlineData("{a,{b,c}}/x*.csv", "c/x1.csv", true)]
    [InlineData("a,b.csv", "a,b.csv", true)]
    [InlineData("a(b)+.csv", "a(b)+.csv", true)]
    [InlineData("a.csv*", "abcsv", false)]
    [InlineData("x[.csv", "x[.csv", true)]
    [InlineData("x{*.csv", "x{1.csv", true)]
    [InlineData("**", ".hidden/a.csv", false)]
    [InlineData(".hidden/*", ".hidden/a.csv", true)]
    [InlineData("**", "__cache__/a.csv", false)]
    [InlineData("__*/*", "__cache__/a.csv", true)]
    public void Patterns_are_those_of_the_public_tools(string pattern, string file, bool matches) =>
        Assert.Equal(matches, new PathPattern(pattern).Matches(file));

    [Fact]
    public async Task A_pattern_made_to_take_for_ever_does_not()
    {
        var pattern = new PathPattern(string.Concat(Enumerable.Repeat("*a", 60)) + "b");

        // One that tried every way would not end in years.
        Assert.False(await Task.Run(() => pattern.Matches(new string('a', 1000))).WaitAsync(TimeSpan.FromMinutes(5)));
        Assert.False(new PathPattern(new string('*', 5000)).Matches("a"));
    }
}
