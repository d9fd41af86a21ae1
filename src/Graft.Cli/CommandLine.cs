using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Reflection;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Cli.Verbs;

namespace Graft.Cli;

/// <summary>The command's verbs, and what happens where the command line is wrong.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        ParseResult parsed = Build().Parse(args);
        if (parsed.Action is not HelpText && UnknownOption(parsed) is { } unknown)
        {
            Console.Error.WriteLine($"graft: {Figures.Printable(AboutUnknown(unknown, parsed.CommandResult.Command))}");
            return Refer(parsed);
        }

        return parsed.Action is ParseErrorAction wrong
            ? Refuse(parsed, wrong)
            : parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("Fine-tune pretrained text and image classifiers, and use them.")
        {
            HelpName = "graft",
        };
        Command[] verbs =
        [
            new TrainVerb(),
            new ResumeVerb(),
            new CheckpointsVerb(),
            new PredictVerb(),
            new EvaluateVerb(),
            new InspectVerb(),
            new ExportVerb(),
            new DownloadVerb(),
            new CacheVerb(),
            new PushVerb(),
            new BenchVerb(),
            new DoctorVerb(),
        ];
        Array.ForEach(verbs, root.Subcommands.Add);
        root.Action = new BareCommandAction();
        HelpText.Install(root);
        foreach (Option option in root.Options)
        {
            if (option is VersionOption version)
            {
                version.Action = new VersionAction();
            }
        }

        return root;
    }

    private static int Refuse(ParseResult parsed, ParseErrorAction wrong)
    {
        // The library's own words, gathered first so that they come out as this command's errors do.
        using var text = new StringWriter();
        wrong.ShowHelp = false;
        parsed.Invoke(new InvocationConfiguration { Output = text, Error = text });
        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string line in parsed.UnmatchedTokens.Count > 0 ? Unmatched(parsed.UnmatchedTokens[0], lines, parsed.CommandResult.Command) : lines)
        {
            Console.Error.WriteLine($"graft: {line}");
        }

        return Refer(parsed);
    }

    private static int Refer(ParseResult parsed)
    {
        string verb = parsed.CommandResult.Command is Verb { Name: var name } ? $" {name}" : "";
        Console.Error.WriteLine($"graft: 'graft{verb} --help' lists what there is.");
        return ExitCode.Usage;
    }

    // The library takes a mistyped option for an argument where there is room for one.
    private static string? UnknownOption(ParseResult parsed)
    {
        foreach (Token token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash)
            {
                return null;
            }

            if (token.Type == TokenType.Argument && token.Value.Length > 2 && token.Value.StartsWith("--", StringComparison.Ordinal) && !token.Value.Any(char.IsWhiteSpace))
            {
                return token.Value;
            }
        }

        return null;
    }

    private static string AboutUnknown(string typed, Command command)
    {
        string problem = $"'{typed}' is not an option here.";
        if ((command as Verb)?.AboutUnknown(typed) is { } advice)
        {
            return $"{problem} {advice}";
        }

        IReadOnlyList<string> likely = LikelyOptions.Of(typed, command);
        return likely.Count > 0 ? $"{problem} Did you mean {string.Join(" or ", likely)}?" : $"{problem} A text that begins like one goes behind a lone --.";
    }

    // Only the first word that is not understood: what follows it hardly is. The likely words stand a line each behind "…?".
    private static string[] Unmatched(string token, string[] lines, Command command)
    {
        if (token.Length > 2 && token.StartsWith("--", StringComparison.Ordinal))
        {
            return [AboutUnknown(token, command)];
        }

        int question = Array.FindIndex(lines, line => line.Contains($"'{token}'", StringComparison.Ordinal) && line.EndsWith('?'));
        string[] likely = question < 0 ? [] : [.. lines[(question + 1)..].TakeWhile(line => command.Subcommands.Any(word => word.Name == line))];
        string meant = likely.Length == 0 ? "" : $" Did you mean {string.Join(" or ", likely)}?";
        return [$"'{token}' is not known here.{meant}"];
    }

    private sealed class BareCommandAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            new HelpText().Invoke(parseResult);
            return ExitCode.Usage;
        }
    }

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            Version? version = Assembly.GetExecutingAssembly().GetName().Version;
            parseResult.InvocationConfiguration.Output.WriteLine($"graft {version?.ToString(3)}");
            return ExitCode.Success;
        }
    }
}
