namespace Graft.Tests;

public sealed class GraftExceptionTests
{
    [Fact]
    public void Message_names_file_place_problem_and_remedy()
    {
        var error = new GraftException("3 columns, but the header has 2.", "data.csv", "line 7", "Quote texts that hold a comma.");

        Assert.Equal("data.csv, line 7: 3 columns, but the header has 2. Quote texts that hold a comma.", error.Message);
    }

    [Fact]
    public void Message_without_a_place_is_the_problem_alone() =>
        Assert.Equal("Nothing to do.", new GraftException("Nothing to do.").Message);
}
