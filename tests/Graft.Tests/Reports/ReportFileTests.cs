using Graft.Reports;

namespace Graft.Tests.Reports;

public sealed class ReportFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("graft-report-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Writing_replaces_the_old_page_and_leaves_nothing_else()
    {
        string path = Path.Combine(folder, "new", "report.html");
        RunReport report = new() { Title = "first", Kind = ReportKind.Images, BaseModel = "trunk" };
        HtmlReport.Write(report, path);
        HtmlReport.Write(report with { Title = "second" }, path);

        Assert.Contains("second", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named_and_left_clean()
    {
        string path = Path.Combine(folder, "taken");
        Directory.CreateDirectory(path);
        RunReport report = new() { Title = "t", Kind = ReportKind.Text, BaseModel = "trunk" };

        var error = Assert.Throws<ReportException>(() => HtmlReport.Write(report, path));

        Assert.Contains(path, error.Message);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_is_none_is_refused(string path) =>
        Assert.Throws<ReportException>(() => HtmlReport.Write(new() { Title = "t", Kind = ReportKind.Text, BaseModel = "b" }, path));
}
