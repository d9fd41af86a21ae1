using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Graft.Cli.Verbs;

namespace Graft.Cli.Output;

/// <summary>--help as the library writes it, with the verb's examples and remarks below.</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    private static readonly string[] FirstSteps =
    [
        "graft train samples/reviews",
        "graft predict runs/latest \"The battery died after two days.\"",
    ];

    private const int WidthInFiles = 120;
    private const int LeastWidth = 60;

    private const string ExitCodes =
        "Exit codes: 0 done, 1 bad input, folder or machine, 2 wrong command line, 3 data refused under --strict,\n70 a defect of graft, 130 stopped by Ctrl-C, 143 by SIGTERM (training saves first). NO_COLOR and GRAFT_DEBUG=1 are heeded.";

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Puts this in the place of a root command's own help.</summary>
    public static void Install(RootCommand root)
    {
        foreach (Option option in root.Options)
        {
            if (option is HelpOption help)
            {
                help.Action = new HelpText();
            }
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        new HelpAction { MaxWidth = Console.IsOutputRedirected ? WidthInFiles : Math.Max(LeastWidth, Console.WindowWidth) }.Invoke(parseResult);
        var verb = parseResult.CommandResult.Command as Verb;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string line in verb?.Examples ?? FirstSteps)
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine();
        output.WriteLine(verb is null ? ExitCodes : verb.Remarks);
        return ExitCode.Success;
    }
}
