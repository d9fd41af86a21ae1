using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Graft.Jobs.Machine;

/// <summary>The processor.</summary>
/// <param name="Model">Its name as the system gives it.</param>
/// <param name="Processors">Processors that this process may use.</param>
/// <param name="Features">Instructions that products can use: avx2, avx512f, avx512_bf16, amx_bf16, ….</param>
public sealed record ProcessorInfo(string Model, int Processors, IReadOnlyList<string> Features)
{
    private const string LinuxFile = "/proc/cpuinfo";

    // Those that .NET cannot tell are read from the system's own list.
    private static readonly string[] ListedFeatures = ["avx512_bf16", "avx512_fp16", "avx512_vnni", "amx_tile", "amx_bf16", "amx_int8", "bf16", "i8mm", "sve"];

    /// <summary>Asks runtime and system.</summary>
    internal static ProcessorInfo Read()
    {
        string[] lines = File.Exists(LinuxFile) ? File.ReadAllLines(LinuxFile) : [];
        string model = Value(lines, "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        string[] flags = (Value(lines, "flags") ?? Value(lines, "Features") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        (string Name, bool IsSupported)[] known =
        [
            ("avx2", Avx2.IsSupported), ("fma", Fma.IsSupported), ("avx512f", Avx512F.IsSupported), ("neon", AdvSimd.IsSupported),
        ];
        return new ProcessorInfo(model, Environment.ProcessorCount,
            [.. known.Where(feature => feature.IsSupported).Select(feature => feature.Name), .. ListedFeatures.Where(flags.Contains)]);
    }

    private static string? Value(string[] lines, string key) =>
        lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line ? line[(line.IndexOf(':') + 1)..].Trim() : null;
}
