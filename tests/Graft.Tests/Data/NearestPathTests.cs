using Graft.Data;

namespace Graft.Tests.Data;

public sealed class NearestPathTests
{
    [Theory]
    [InlineData("sampels", "samples")]
    [InlineData("samples/revews", "samples/reviews")]
    [InlineData("sampels/reviews", "samples/reviews")]
    [InlineData("Sampels/revews/", "samples/reviews")]
    [InlineData("RUNS2", "runs")]
    [InlineData("runz", "runs")]
    [InlineData("photo", "photo.png")]
    [InlineData("photo.pgn", "photo.png")]
    [InlineData("nothing", null)]
    [InlineData("nothing/reviews", null)]
    [InlineData("samples/photographs", null)]
    [InlineData("hiden", null)]
    [InlineData("", null)]
    [InlineData("/", null)]
    public void A_misspelt_name_finds_what_is_like_it(string name, string? expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("samples/reviews/train.csv", "");
        folder.Write("runs/x/config.json", "");
        folder.Write("photo.png", "");
        folder.Write(".hidden", "");
        string Whole(string path) => path.StartsWith('/') ? path : Path.Combine(folder.Path, path);

        Assert.Equal(expected is null ? null : Whole(expected), name.Length == 0 ? NearestPath.Of(name) : NearestPath.Of(Whole(name)));
    }

    [Fact]
    public void What_is_near_is_asked_for_in_one_line_whatever_the_name_holds()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a name with a line feed");
        using var folder = new TemporaryFolder();
        folder.Write("new\nline", "");
        Assert.EndsWith("new?line'?", NearestPath.Question(Path.Combine(folder.Path, "newline")), StringComparison.Ordinal);
    }
}
