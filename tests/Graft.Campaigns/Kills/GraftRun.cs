using System.Diagnostics;
using System.Text.Json;

namespace Graft.Campaigns.Kills;

/// <summary>A run of the built command that tells JSON lines, and may be killed.</summary>
internal sealed class GraftRun : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private bool _isDisposed;

    /// <summary>Starts it.</summary>
    public GraftRun(string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it said on standard error; to be asked for after its end.</summary>
    public string Errors => _errors.Result.Trim();

    /// <summary>The event that it told last.</summary>
    public JsonElement Last { get; private set; }

    /// <summary>Its exit code; to be asked for after its end.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The events one by one, until it ends or is killed.</summary>
    public IEnumerable<JsonElement> Events()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            JsonElement? parsed = null;
            try
            {
                parsed = JsonDocument.Parse(line).RootElement;
            }
            catch (JsonException)
            {
                // The last line of a killed process may be cut.
                break;
            }

            Last = parsed.Value;
            yield return Last;
        }

        _process.WaitForExit();
    }

    /// <summary>SIGKILL after a while, unless it has ended by then. Does not wait.</summary>
    public void KillIn(TimeSpan delay) => _ = Task.Run(async () =>
    {
        await Task.Delay(delay);
        lock (_process)
        {
            if (!_isDisposed)
            {
                _process.Kill();
            }
        }
    });

    /// <summary>Waits for its end.</summary>
    public void Wait() => _process.WaitForExit();

    public void Dispose()
    {
        lock (_process)
        {
            _isDisposed = true;
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
