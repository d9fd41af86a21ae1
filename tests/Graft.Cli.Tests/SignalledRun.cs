using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Graft.Cli.Tests;

/// <summary>
/// A run of the command that is frozen in a phase of its work, so that a signal meets it there and nowhere else. Its output is
/// read all the time, so that it never waits for its reader.
/// </summary>
internal sealed partial class SignalledRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5), Settling = TimeSpan.FromMilliseconds(30);

    private readonly Process _process;
    private readonly BlockingCollection<JsonElement> _events = [];
    private readonly List<JsonElement> _all = [];
    private readonly Task _output;
    private readonly List<string> _error = [];
    private readonly Task _errorOutput;

    /// <summary>Starts it; its output must be JSON lines.</summary>
    public SignalledRun(string folder, params string[] arguments)
    {
        _process = GraftCommand.Start(folder, arguments);
        _process.StandardInput.Close();
        _errorOutput = Task.Factory.StartNew(ReadErrors, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _output = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits for an event, and passes over those before it.</summary>
    /// <returns>False if it ended without.</returns>
    public bool WaitFor(Func<JsonElement, bool> isMeant)
    {
        while (_events.TryTake(out JsonElement happened, Patience))
        {
            if (isMeant(happened))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits for something on the disk, while nothing else is told.</summary>
    /// <returns>False if more was told first, or it ended.</returns>
    public bool WaitUntil(Func<bool> isSo)
    {
        for (int told = Count; Count == told && !_output.IsCompleted; Thread.Yield())
        {
            if (isSo())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Stops its clock.</summary>
    /// <returns>The last event that it told before.</returns>
    public JsonElement Freeze()
    {
        Send(OperatingSystem.IsMacOS() ? 17 : 19);
        int seen;
        do
        {
            seen = Count;
            Thread.Sleep(Settling);
        }
        while (seen != Count);

        lock (_all)
        {
            return _all[^1];
        }
    }

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Send(OperatingSystem.IsMacOS() ? 19 : 18);

    /// <summary>Sends a signal; one to a frozen process waits until it goes on.</summary>
    public void Send(PosixSignal signal) => Send(signal == PosixSignal.SIGINT ? 2 : 15);

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Whether it ends in so much time.</summary>
    public bool HasEndedWithin(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>Waits for a line on standard error that begins like this.</summary>
    /// <returns>False if it ended without.</returns>
    public bool WaitForError(string beginning)
    {
        while (!_errorOutput.IsCompleted)
        {
            lock (_error)
            {
                if (_error.Exists(line => line.StartsWith(beginning, StringComparison.Ordinal)))
                {
                    return true;
                }
            }

            Thread.Yield();
        }

        return false;
    }

    /// <summary>Waits for its end.</summary>
    public CommandResult Finish()
    {
        Assert.True(_process.WaitForExit(Patience), "the command did not end");
        Task.WaitAll(_output, _errorOutput);
        return new CommandResult(_process.ExitCode, string.Join('\n', _all.Select(happened => happened.GetRawText())), string.Join('\n', _error));
    }

    /// <summary>Ends it if it has not ended.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        Task.WaitAll(_output, _errorOutput);
        _process.Dispose();
        _events.Dispose();
    }

    private int Count
    {
        get
        {
            lock (_all)
            {
                return _all.Count;
            }
        }
    }

    private void Read()
    {
        try
        {
            while (_process.StandardOutput.ReadLine() is { } line)
            {
                JsonElement happened = JsonDocument.Parse(line).RootElement;
                lock (_all)
                {
                    _all.Add(happened);
                }

                _events.Add(happened);
            }
        }
        finally
        {
            _events.CompleteAdding();
        }
    }

    private void ReadErrors()
    {
        while (_process.StandardError.ReadLine() is { } line)
        {
            lock (_error)
            {
                _error.Add(line);
            }
        }
    }

    private void Send(int signal) => _ = Kill(_process.Id, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
