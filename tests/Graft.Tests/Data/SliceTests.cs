using CsCheck;
using Graft.Data;

namespace Graft.Tests.Data;

public sealed class SliceTests
{
    [Theory]
    [InlineData(":", 0, 200)]
    [InlineData(":10", 0, 10)]
    [InlineData("10:20", 10, 20)]
    [InlineData("-10:", 190, 200)]
    [InlineData(":-10", 0, 190)]
    [InlineData("10%:20%", 20, 40)]
    [InlineData("-10%:", 180, 200)]
    [InlineData(" 5 : 7 ", 5, 7)]
    [InlineData("12.5%:", 25, 200)]
    [InlineData(":1000", 0, 200)]
    [InlineData("-1000:5", 0, 5)]
    [InlineData("300:", 200, 200)]
    [InlineData("20:10", 20, 20)]
    [InlineData("150:50%", 150, 150)]
    public void A_slice_stands_for_rows(string text, int start, int end) =>
        Assert.Equal((start, end), Slice.TryParse(text)!.Resolve(200));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("a:b")]
    [InlineData("1:2:3")]
    [InlineData("101%:")]
    [InlineData("1.5:")]
    [InlineData("NaN:")]
    public void What_is_no_slice_is_refused(string text) => Assert.Null(Slice.TryParse(text));

    [Theory]
    [InlineData("data[train[:1000]]", "data", "Train :1000")]
    [InlineData("data[train[:10%]+test[:5%]]", "data", "Train :10%|Test :5%")]
    [InlineData("a b/data.parquet[:1000]", "a b/data.parquet", " :1000")]
    [InlineData("data[validation]", "data", "Validation ")]
    [InlineData("data[train + dev[5:]]", "data", "Train |Validation 5:")]
    [InlineData("data", "data", "")]
    public void A_spec_is_a_path_with_terms(string text, string path, string terms)
    {
        DataSpec spec = DataSpec.Parse(text);

        Assert.Equal(path, spec.Path);
        Assert.Equal(terms, string.Join('|', spec.Terms.Select(term => $"{term.Part} {Write(term.Slice)}")));
    }

    [Theory]
    [InlineData("data[")]
    [InlineData("data]")]
    [InlineData("data[]")]
    [InlineData("data[bogus[:5]]")]
    [InlineData("data[train[5]]")]
    [InlineData("data[train[:5]+]")]
    public void A_spec_with_a_bad_slice_is_refused(string text)
    {
        if (text == "data[")
        {
            Assert.Equal("data[", DataSpec.Parse(text).Path);
            return;
        }

        Assert.NotNull(Assert.Throws<DataException>(() => DataSpec.Parse(text)).Remedy);
    }

    [Fact]
    public void Percentages_of_neighbours_neither_overlap_nor_leave_gaps() =>
        Gen.Select(Gen.Int[0, 5000], Gen.Int[1, 99]).Sample((count, cut) =>
        {
            (int Start, int End) first = Slice.TryParse($":{cut}%")!.Resolve(count);
            (int Start, int End) second = Slice.TryParse($"{cut}%:")!.Resolve(count);
            return first.Start == 0 && first.End == second.Start && second.End == count;
        });

    private static string Write(Slice? slice) => slice is null ? "" : $"{Write(slice.Start)}:{Write(slice.End)}";

    private static string Write(SliceBound? bound) => bound is { } b ? $"{b.Amount}{(b.IsPercent ? "%" : "")}" : "";
}
