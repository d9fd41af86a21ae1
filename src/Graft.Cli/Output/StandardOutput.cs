namespace Graft.Cli.Output;

/// <summary>
/// Standard output of which it is known whether it could be written. A full disk throws nothing where it is met, between two steps of a
/// training: what runs is asked to stop, and the command ends with the error.
/// </summary>
internal static class StandardOutput
{
    private static readonly Lock Change = new();
    private static Action? _stop;

    /// <summary>Why it could not be written; null as long as it could.</summary>
    public static Exception? Failure { get; private set; }

    /// <summary>The stream of it, for bytes. Nobody closes it.</summary>
    public static Stream Stream { get; } = new StandardStream(Console.OpenStandardOutput, Fail);

    /// <summary>Lets all texts that go to standard output and standard error take their way through here; a terminal's stay as they are.</summary>
    public static void Install()
    {
        if (Console.IsOutputRedirected)
        {
            Console.SetOut(new StreamWriter(Stream, Console.OutputEncoding) { AutoFlush = true });
        }

        if (Console.IsErrorRedirected)
        {
            // There is nowhere left to say that errors cannot be told.
            Console.SetError(new StreamWriter(new StandardStream(Console.OpenStandardError, _ => { }), Console.OutputEncoding) { AutoFlush = true });
        }
    }

    /// <summary>Names what is to be called once when output fails: at once if it has. Null names nothing.</summary>
    public static void OnFailure(Action? stop)
    {
        lock (Change)
        {
            _stop = stop;
            if (Failure is not null)
            {
                stop?.Invoke();
            }
        }
    }

    /// <summary>Says on standard error that output failed, if it did.</summary>
    /// <param name="code">What the command would end with.</param>
    /// <returns>What it ends with.</returns>
    public static int Check(int code)
    {
        if (Failure is not { } failure)
        {
            return code;
        }

        Console.Error.WriteLine($"graft: standard output cannot be written: {Figures.Printable(failure.Message)}");
        return ExitCode.BadInput;
    }

    private static void Fail(Exception failure)
    {
        lock (Change)
        {
            if (Failure is null)
            {
                Failure = failure;
                _stop?.Invoke();
            }
        }
    }
}
