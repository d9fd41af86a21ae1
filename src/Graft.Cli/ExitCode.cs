namespace Graft.Cli;

/// <summary>What the command ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Input, folder or machine do not allow it; the message says what to do.</summary>
    public const int BadInput = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Under --strict the data is refused for what the checks found.</summary>
    public const int Findings = 3;

    /// <summary>A defect of this program.</summary>
    public const int Defect = 70;

    /// <summary>Stopped with Ctrl-C, after saving.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM, after saving.</summary>
    public const int Terminated = 143;
}
