using System.Diagnostics;

namespace Graft.Cli.Tests;

/// <summary>A disk of its own in a folder, that is soon full. Needs Linux and the right to mount; else the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    /// <summary>Makes it.</summary>
    /// <param name="folder">Where; the folder is made.</param>
    /// <param name="size">Its size, as mount takes it.</param>
    public SmallDisk(string folder, string size)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder), "needs Linux and the right to mount a small disk");
    }

    public void Dispose() => Run("umount", _folder);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
