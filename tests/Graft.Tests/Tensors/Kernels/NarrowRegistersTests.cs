using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;

namespace Graft.Tests.Tensors.Kernels;

/// <summary>Processors with registers of 512 bits can be told to do without them: the tests of the kernels run once more so.</summary>
public sealed partial class NarrowRegistersTests
{
    private const string Variable = "GRAFT_TESTS_NARROW_REGISTERS";

    [Fact]
    public async Task Kernels_are_right_without_registers_of_512_bits()
    {
        Assert.SkipWhen(IsNarrow, "this is the run without them");
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-noColor", "-namespace", "Graft.Tests.Layers.Fused", "-namespace", "Graft.Tests.Tensors*"])
        {
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_EnableAVX512"] = "0", ["DOTNET_EnableAVX512F"] = "0", [Variable] = "1" },
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        Assert.InRange(int.Parse(Total().Match(output).Groups[1].Value), 50, int.MaxValue);
    }

    [Fact]
    public void The_run_without_them_is_one() => Assert.False(IsNarrow && Vector512.IsHardwareAccelerated);

    private static bool IsNarrow => Environment.GetEnvironmentVariable(Variable) is not null;

    [GeneratedRegex(@"Total: (\d+)")]
    private static partial Regex Total();
}
