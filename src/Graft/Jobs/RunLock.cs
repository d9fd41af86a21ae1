using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Graft.Hub;
using Graft.Tensors;

namespace Graft.Jobs;

/// <summary>
/// A run's folder while a process trains in it: no second one may. The system frees the lock when its process ends, killed or
/// not. The two hidden files tell nothing by being there; the one with the lock stays for good, since removing it would let two
/// processes hold locks on files of the same name.
/// </summary>
internal sealed class RunLock : IDisposable
{
    /// <summary>The file that is locked, empty.</summary>
    public const string FileName = ".graft-run.lock";

    /// <summary>Says who holds the lock: process and machine. No more than a hint.</summary>
    public const string HolderFileName = ".graft-run.holder";

    private const long LargestHolderBytes = 1024;

    private readonly ProcessLock _held;
    private readonly string _holderFile;

    private RunLock(ProcessLock held, string holderFile)
    {
        _held = held;
        _holderFile = holderFile;
    }

    /// <summary>Whether a file in a run's folder is the lock's, and so nothing of the run.</summary>
    public static bool IsOwn(string path) => Path.GetFileName(path) is FileName or HolderFileName;

    /// <summary>Takes the lock of a folder that exists.</summary>
    /// <exception cref="JobException">Another process trains in the folder, or it cannot be written to.</exception>
    /// <exception cref="FileWriteException">The disk is full.</exception>
    public static RunLock Take(string folder) => TryTake(folder) ?? throw InUse(folder);

    /// <summary>Takes the lock of a folder that exists; null if another process trains in it.</summary>
    /// <exception cref="JobException">The folder cannot be written to.</exception>
    /// <exception cref="FileWriteException">The disk is full.</exception>
    public static RunLock? TryTake(string folder)
    {
        try
        {
            if (ProcessLock.TryTake(Path.Combine(folder, FileName)) is not { } held)
            {
                return null;
            }

            var taken = new RunLock(held, Path.Combine(folder, HolderFileName));
            try
            {
                AtomicFile.WriteAllText(taken._holderFile, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName}"));
                return taken;
            }
            catch
            {
                taken.Dispose();
                throw;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JobException($"The run's folder cannot be written to: {error.Message}", folder,
                remedy: "Let it be written to, or copy the folder to where it can be.", innerException: error);
        }
    }

    /// <summary>Refuses a folder in which a process trains now; nothing is made in it.</summary>
    /// <exception cref="JobException">One does.</exception>
    public static void RefuseHeld(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            if (File.Exists(path))
            {
                (ProcessLock.TryTake(path) ?? throw InUse(folder)).Dispose();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Trace.TraceWarning($"{path} cannot be asked: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(_holderFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Trace.TraceWarning($"{_holderFile} could not be removed: {error.Message}");
        }

        _held.Dispose();
    }

    private static JobException InUse(string folder)
    {
        (string holder, string stop) = Holder(folder) switch
        {
            null => ("Another process", "stop it"),
            (var process, null) => ($"Another process ({process})", OperatingSystem.IsWindows() ? $"stop it (Ctrl-C in its window, or taskkill /PID {process})" : $"stop it (kill {process}; it saves first)"),
            (var process, var machine) => ($"Another process ({process} on {machine})", $"stop it there (kill {process}; it saves first)"),
        };
        return new JobException($"{holder} is training in this folder.", folder, remedy: $"Wait until it ends, {stop}, or train into another folder with --output.");
    }

    // Null where it is not known: the file is written after the lock is taken, and a killed process leaves its own.
    private static (int Process, string? Machine)? Holder(string folder)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, HolderFileName));
            string[] words = file.Exists && file.Length < LargestHolderBytes ? File.ReadAllText(file.FullName).Split(' ') : [];
            if (words is not [var number, var machine] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int process))
            {
                return null;
            }

            if (machine != Environment.MachineName)
            {
                return (process, Quoted.Name(machine));
            }

            using Process found = Process.GetProcessById(process);
            return found.HasExited ? null : (process, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
