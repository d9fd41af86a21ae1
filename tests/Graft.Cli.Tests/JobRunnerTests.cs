using Graft.Preflight;
using Graft.Training;

namespace Graft.Cli.Tests;

/// <summary>What a job throws, and what the command ends with.</summary>
public sealed class JobRunnerTests
{
    [Fact]
    public void A_job_that_is_done_ends_with_0() => Assert.Equal((0, ""), Run(() => null));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_no_input_should_bring_about_is_told_as_a_defect(bool isWrapped)
    {
        Exception defect = new InvalidOperationException("The queue is empty.\nA second line.");
        (int code, string error) = Run(() => isWrapped ? new AggregateException(defect) : defect);

        Assert.Equal(70, code);
        Assert.Equal("graft: a defect of graft, not of your input: InvalidOperationException: The queue is empty.\ngraft: GRAFT_DEBUG=1 shows where, for a report.\n", error);
    }

    [Fact]
    public void A_job_that_gives_up_though_nobody_stopped_it_is_a_defect() => Assert.Equal(70, Run(() => new OperationCanceledException()).Code);

    [Fact]
    public void Typed_errors_have_the_codes_that_help_tells()
    {
        Assert.Equal((1, "graft: It is odd. Mend it.\n"), Run(() => new GraftException("It is odd.", remedy: "Mend it.")));
        Assert.Equal(1, Run(() => new OutOfMemoryException()).Code);
        Assert.Equal(2, Run(() => new TrainingOptionsException(["Epochs (0) must be from 1."])).Code);
        Assert.Equal(3, Run(() => new PreflightException("data", [])).Code);
    }

    // A job that throws, unless it is given null: the code, and what was said.
    private static (int Code, string Error) Run(Func<Exception?> thrown)
    {
        TextWriter before = Console.Error;
        using var error = new StringWriter { NewLine = "\n" };
        Console.SetError(error);
        try
        {
            return (JobRunner.Run(asJson: false, stopNotice: null, _ => thrown() is { } exception ? throw exception : true), error.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
