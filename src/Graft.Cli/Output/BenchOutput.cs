using System.Globalization;
using Graft.Jobs.Benchmarks;

namespace Graft.Cli.Output;

/// <summary>Shows what was measured.</summary>
internal static class BenchOutput
{
    /// <summary>Shows it, with the profile as a table.</summary>
    public static void Show(bool json, BenchResult result)
    {
        if (json)
        {
            JsonLines.Write(result, EventJson.Default.BenchResult);
            return;
        }

        IScreen screen = Screen.Create();
        screen.Strong($"{result.Case}: {Number(result.Seconds)} s, {Number(result.PerSecond)} {result.Unit} a second");
        if (result.Ratio is { } ratio)
        {
            screen.Line($"{result.Gflops:0} GFLOPS in {result.Format.ToString()!.ToLowerInvariant()}, {Percent(ratio)} of the {result.MachineGflops:0} that products reach here; at most {Figures.Bytes(result.PeakMemoryBytes)} of memory");
        }

        if (result.Int8Gops is { } whole)
        {
            screen.Line($"products of int8 reach {whole:0} billion operations a second{(whole < result.MachineGflops ? ", fewer than those of floating point: --dtype auto is the faster choice here" : "")}");
        }

        if (result.Profile.Count > 0)
        {
            screen.Line();
            foreach (string line in TextTable.Lines(["part, measured by itself", "seconds", "share"],
                result.Profile.Select(part => (IReadOnlyList<string>)[part.Name, Number(part.Seconds), Percent(part.Share)])))
            {
                screen.Line(line);
            }
        }
    }

    private static string Number(double value) => value.ToString(value >= 100 ? "0" : value >= 1 ? "0.00" : "0.000", CultureInfo.InvariantCulture);

    private static string Percent(double share) => $"{(100 * share).ToString("0", CultureInfo.InvariantCulture)}%";
}
