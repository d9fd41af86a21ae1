using System.Diagnostics;
using Graft.Testing;

namespace Graft.Cli.Tests;

/// <summary>Runs the built command as a process.</summary>
internal static class GraftCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The program that was built beside these tests.</summary>
    public static string Program { get; } = Find();

    /// <summary>Runs it to its end.</summary>
    public static CommandResult Run(string folder, params string[] arguments) => Run(folder, input: null, arguments);

    /// <summary>Runs it with standard input.</summary>
    public static CommandResult Run(string folder, string? input, string[] arguments) => Finish(Start(Program, folder, arguments), input);

    /// <summary>Runs a shell's line in which "$GRAFT" is the program.</summary>
    public static CommandResult RunInShell(string folder, string line, IReadOnlyDictionary<string, string>? environment = null) =>
        Finish(StartInShell(folder, line, environment), input: null);

    /// <summary>Starts a shell's line in which "$GRAFT" is the program.</summary>
    public static Process StartInShell(string folder, string line, IReadOnlyDictionary<string, string>? environment = null) =>
        Start("/bin/sh", folder, ["-c", line], environment);

    /// <summary>Runs it with variables of the environment.</summary>
    public static CommandResult RunWith(IReadOnlyDictionary<string, string> environment, string folder, params string[] arguments) =>
        Finish(Start(Program, folder, arguments, environment), input: null);

    /// <summary>Starts it with variables of the environment.</summary>
    public static Process StartWith(IReadOnlyDictionary<string, string> environment, string folder, params string[] arguments) =>
        Start(Program, folder, arguments, environment);

    /// <summary>Runs another program of this build.</summary>
    public static CommandResult RunProgram(string program, string folder, params string[] arguments) => Finish(Start(program, folder, arguments), input: null);

    /// <summary>"Debug" or "Release", as these tests were built.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;

    /// <summary>Starts it.</summary>
    public static Process Start(string folder, string[] arguments) => Start(Program, folder, arguments);

    /// <summary>Waits for its end.</summary>
    public static CommandResult Finish(Process process, string? input)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"the command did not end within {Patience}: {output.Result}\n{error.Result}");
            }

            return new CommandResult(process.ExitCode, output.Result, error.Result);
        }
    }

    private static Process Start(string program, string folder, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GRAFT"] = Program;
        start.Environment.Remove("GRAFT_DEBUG");

        // Tiny models gain nothing by threads, and waiting threads spin: several processes at once would only hinder each other.
        start.Environment["OMP_NUM_THREADS"] = "1";

        // No test asks the real hub, or uses the user's cache.
        start.Environment["HF_HUB_OFFLINE"] = "1";
        start.Environment["HF_HOME"] = Path.Combine(Path.GetTempPath(), "graft-tests-no-hub");
        foreach (string variable in (string[])["HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_TOKEN_PATH", "HF_ENDPOINT"])
        {
            start.Environment.Remove(variable);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    // bin/<configuration>/net10.0 of these tests and of the command have the same end.
    private static string Find()
    {
        string end = Path.GetRelativePath(SharedFolder.Project("tests", "Graft.Cli.Tests"), AppContext.BaseDirectory);
        string name = OperatingSystem.IsWindows() ? "Graft.Cli.exe" : "Graft.Cli";
        string path = SharedFolder.Project("src", "Graft.Cli", end, name);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is not built");
    }
}
