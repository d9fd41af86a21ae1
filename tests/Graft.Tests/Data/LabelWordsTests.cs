using Graft.Data;
using Graft.Data.Reading;

namespace Graft.Tests.Data;

public sealed class LabelWordsTests
{
    public static TheoryData<object?, string?> Plain => new()
    {
        { null, null }, { "", null }, { "  ", null }, { double.NaN, null },
        { " a b ", "a b" }, { "1.0", "1" }, { "-2.00", "-2" }, { "1.", "1." }, { "v1.0", "v1.0" }, { "01", "01" }, { ".0", ".0" },
        { 5L, "5" }, { -1L, "-1" }, { 2.0, "2" }, { 2.5, "2.5" }, { true, "true" }, { "nan", "nan" },
    };

    public static TheoryData<object?, string?> Named => new()
    {
        { 0L, "x" }, { 1.0, "y" }, { -1L, null }, { null, null }, { "y", "y" }, { "odd", "odd" },
    };

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_cell_is_a_class_name_or_missing(object? cell, string? name) => Assert.Equal(name, LabelWords.Name(cell, null));

    [Theory]
    [MemberData(nameof(Named))]
    public void A_whole_number_has_the_name_that_the_file_gives_it(object? cell, string? name) => Assert.Equal(name, LabelWords.Name(cell, ["x", "y"]));

    [Theory]
    [InlineData(2L)]
    [InlineData(-2L)]
    public void A_number_beyond_the_names_is_refused(long number) => Assert.Throws<DataException>(() => LabelWords.Name(number, ["x", "y"]));

    [Theory]
    [InlineData("2", "10", -1)]
    [InlineData("10", "9", 1)]
    [InlineData("9", "a", -1)]
    [InlineData("B", "a", -1)]
    [InlineData("-5", "3", -1)]
    [InlineData("a", "a", 0)]
    public void Numbers_come_by_value_before_words_by_code(string first, string second, int order) =>
        Assert.Equal(order, Math.Sign(LabelOrder.Instance.Compare(first, second)));
}
