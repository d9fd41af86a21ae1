using Graft.Preflight;

namespace Graft.Cli.Output;

/// <summary>Shows what the checks of data found.</summary>
internal static class FindingOutput
{
    private const int RowWidth = 200;

    /// <summary>One line with what to do, then examples.</summary>
    /// <param name="screen">Where it goes.</param>
    /// <param name="finding">The finding.</param>
    /// <param name="examples">Examples shown; 0 for the line alone.</param>
    public static void Show(IScreen screen, Finding finding, int examples)
    {
        string line = $"{finding.Summary} {finding.Remedy} [{finding.Code}]";
        switch (finding.Severity)
        {
            case FindingSeverity.Note:
                screen.Line(line);
                break;
            case FindingSeverity.Error:
                screen.Error(line);
                break;
            default:
                screen.Warning(line);
                break;
        }

        foreach (FindingExample example in finding.Examples.Take(examples))
        {
            string other = example.Other is null ? "" : $" = {example.Other}";
            string detail = example.Detail is null ? "" : $": {example.Detail}";
            screen.Line(Figures.Clip($"  {example.Row}{other}{detail}", RowWidth));
        }
    }
}
