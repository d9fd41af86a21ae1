namespace Graft.Cli.Output;

/// <summary>Chooses the screen: a terminal's, or plain lines where output goes to a file or another program.</summary>
internal static class Screen
{
    /// <summary>The screen on standard output.</summary>
    public static IScreen Create() =>
        Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb" ? new PlainScreen(Console.Out, TimeProvider.System) : new TerminalScreen();
}
