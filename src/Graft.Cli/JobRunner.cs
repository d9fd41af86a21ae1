using Graft.Cli.Output;
using Graft.Preflight;
using Graft.Training;

namespace Graft.Cli;

/// <summary>Runs a verb's job and turns what it throws into messages and exit codes.</summary>
internal static class JobRunner
{
    private const string DebugVariable = "GRAFT_DEBUG";

    /// <summary>Runs a job.</summary>
    /// <param name="asJson">True to tell errors as JSON on standard output too.</param>
    /// <param name="stopNotice">What the first Ctrl-C says; null for a job that holds nothing which an end at once could spoil.</param>
    /// <param name="job">The job; false if it was stopped before its end.</param>
    /// <returns>The exit code.</returns>
    public static int Run(bool asJson, string? stopNotice, Func<CancellationToken, bool> job)
    {
        using Interruption? interruption = stopNotice is null ? null : new Interruption(() => Console.Error.WriteLine($"graft: {stopNotice}"));
        StandardOutput.OnFailure(interruption is null ? null : interruption.Stop);
        try
        {
            return job(interruption?.Token ?? CancellationToken.None) ? ExitCode.Success : interruption?.Code ?? ExitCode.Success;
        }
        catch (OperationCanceledException) when (StandardOutput.Failure is not null)
        {
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException) when (interruption is { HasHappened: true })
        {
            Console.Error.WriteLine("graft: stopped.");
            return interruption.Code;
        }
        catch (TrainingOptionsException error)
        {
            Tell(error, asJson);
            return ExitCode.Usage;
        }
        catch (PreflightException error)
        {
            Tell(error, asJson);
            return ExitCode.Findings;
        }
        catch (GraftException error)
        {
            Tell(error, asJson);
            return ExitCode.BadInput;
        }
        catch (OutOfMemoryException)
        {
            Tell(new GraftException("The memory is used up.", remedy: "Take less data (a slice), smaller images or a smaller batch size."), asJson);
            return ExitCode.BadInput;
        }
        catch (Exception error)
        {
            TellDefect(error, asJson);
            return ExitCode.Defect;
        }
        finally
        {
            StandardOutput.OnFailure(null);
        }
    }

    private static void Tell(GraftException error, bool asJson)
    {
        if (asJson)
        {
            JsonLines.WriteError(error.Problem, error.Path, error.Place, error.Remedy);
        }

        Console.Error.WriteLine($"graft: {Figures.Printable(error.Message)}");
        if (IsDebugging)
        {
            Console.Error.WriteLine(error.ToString());
        }
    }

    private static void TellDefect(Exception error, bool asJson)
    {
        Exception cause = error is AggregateException { InnerExceptions: [var only] } ? only : error;
        string message = $"{cause.GetType().Name}: {cause.Message.Split('\n')[0]}";
        if (asJson)
        {
            JsonLines.WriteError(message, path: null, place: null, remedy: null);
        }

        Console.Error.WriteLine($"graft: a defect of graft, not of your input: {message}");
        Console.Error.WriteLine(IsDebugging ? error.ToString() : $"graft: {DebugVariable}=1 shows where, for a report.");
    }

    private static bool IsDebugging => Environment.GetEnvironmentVariable(DebugVariable) == "1";
}
