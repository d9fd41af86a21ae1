using System.Runtime.InteropServices;

namespace Graft.Cli;

/// <summary>
/// Ctrl-C (on Windows Ctrl-Break too) and SIGTERM: the first one asks the job to stop where it can go on later, the second one
/// ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _end = new();
    private bool _hasEnded;
    private int _signals;
    private volatile int _exitCode = ExitCode.Interrupted;

    /// <summary>Begins to listen.</summary>
    /// <param name="announce">Told of the first signal, on another thread.</param>
    public Interruption(Action announce)
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, ExitCode.Interrupted, announce)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, ExitCode.Terminated, announce)),

            // Ctrl-Break; elsewhere this signal asks for a core dump, and gets it.
            .. OperatingSystem.IsWindows() ? [PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => Handle(context, ExitCode.Interrupted, announce))] : Array.Empty<PosixSignalRegistration>(),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether there was a signal.</summary>
    public bool HasHappened => _signals > 0;

    /// <summary>The exit code that goes with the signal.</summary>
    public int Code => _exitCode;

    /// <summary>Asks the job to stop as the first signal does, without one.</summary>
    public void Stop()
    {
        lock (_end)
        {
            if (!_hasEnded)
            {
                _source.Cancel();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        // A signal may be on its way in another thread.
        lock (_end)
        {
            _hasEnded = true;
            _source.Dispose();
        }
    }

    private void Handle(PosixSignalContext context, int exitCode, Action announce)
    {
        if (Interlocked.Increment(ref _signals) > 1)
        {
            if (!Console.IsOutputRedirected)
            {
                Console.CursorVisible = true;   // the live bar hides it
            }

            return;     // not cancelled: the system's own way, the process ends
        }

        context.Cancel = true;
        _exitCode = exitCode;
        announce();
        Stop();
    }
}
