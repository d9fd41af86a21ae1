using System.Runtime.InteropServices;
using Graft.Native;

namespace Graft.Cli;

/// <summary>
/// Ends the process without libtorch's own end: it takes its registrations apart one by one, 0.2 seconds after the last answer is out.
/// </summary>
internal static partial class QuickExit
{
    /// <summary>Ends the process where libtorch was asked for and the system has such a call; else gives the code back.</summary>
    /// <param name="code">The exit code.</param>
    public static int With(int code)
    {
        if (!OperatingSystem.IsWindows() && TorchLibrary.WasAskedFor)
        {
            Console.Out.Flush();
            Console.Error.Flush();
            ExitNow(code);
        }

        return code;
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);
}
