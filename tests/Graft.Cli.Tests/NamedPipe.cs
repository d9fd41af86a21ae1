using System.Diagnostics;

namespace Graft.Cli.Tests;

/// <summary>A named pipe in a file's place: whoever reads the file waits for what is written, and can be met there.</summary>
internal static class NamedPipe
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes one.</summary>
    /// <returns>Its path.</returns>
    public static string Make(string path)
    {
        using Process make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        return path;
    }

    /// <summary>Waits until somebody has begun to read it; fails where the one who should has ended.</summary>
    /// <returns>Writes to it.</returns>
    public static FileStream WaitForReader(string path, Func<bool> hasEnded)
    {
        Task<FileStream> opening = Task.Factory.StartNew(
            () => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!opening.Wait(Look))
        {
            if (hasEnded())
            {
                // Opened for both it waits for nobody, and the one that waits finds a reader.
                using var reader = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
                opening.Result.Dispose();
                Assert.Fail($"the command ended before it read {path}");
            }
        }

        return opening.Result;
    }
}
