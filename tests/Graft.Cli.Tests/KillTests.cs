using Graft.Testing;

namespace Graft.Cli.Tests;

/// <summary>A few kills of tests/kill-and-resume, which tries as many as one likes.</summary>
public sealed class KillTests
{
    private static bool IsSlowRun => Environment.GetEnvironmentVariable("GRAFT_SLOW_TESTS") == "true";

    [Theory]
    [InlineData("vit")]
    [InlineData("text")]
    [Trait("Fault", "19")]
    public void A_training_that_is_killed_at_random_moments_ends_bit_equal_when_resumed(string model)
    {
        Assert.SkipUnless(IsSlowRun || model == "vit", "the shipped model is for the slow run");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is a POSIX signal");
        string end = Path.GetRelativePath(SharedFolder.Project("tests", "Graft.Cli.Tests"), AppContext.BaseDirectory);
        string program = SharedFolder.Project("tests", "Graft.Campaigns", end, "Graft.Campaigns");
        using var folder = new TemporaryFolder();

        CommandResult run = GraftCommand.RunProgram(
            program, folder.Path, "kill", model, "--root", SharedFolder.ProjectRoot, "--command", GraftCommand.Program, "--kills", "3", "--seed", "11", "--work", folder.At("work")).Succeeded();
        Assert.Contains($"{model}: survived/tried 3/3", run.Output, StringComparison.Ordinal);
    }
}
