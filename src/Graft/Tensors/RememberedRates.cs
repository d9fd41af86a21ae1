using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Graft.Native;
using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>
/// The <see cref="ProductRates"/> of this machine: measured once, then read from a file in the user's cache. So the format that is faster here is the
/// same in each run, where it is close too. The file's name stands for the processor, its instructions, the threads and libtorch.
/// </summary>
internal static class RememberedRates
{
    private const int MostBytes = 1 << 12;

    // Leaves 1 and 7 of CPUID hold the processor's model and its instructions.
    private const int ModelLeaf = 1, InstructionsLeaf = 7;

    private static readonly Lazy<ProductRates> Found = new(() => In(DefaultPath, ProductRates.Measure));

    /// <summary>The rates, measured where no file has them.</summary>
    public static ProductRates OfThisMachine => Found.Value;

    /// <summary>The file that has them, or will.</summary>
    public static string DefaultPath
    {
        get
        {
            TorchLibrary.EnsureLoaded();
            string machine = $"{Processor()} {get_num_threads()} {__version__}";
            return Path.Combine(UserCache.Folder("product-rates"), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(machine)))[..16] + ".json");
        }
    }

    /// <summary>Reads a file of rates; measures and writes it where there is none, or none that can be read.</summary>
    /// <param name="path">The file; where it cannot be written, the next process measures again.</param>
    /// <param name="measure">Measures the rates.</param>
    public static ProductRates In(string path, Func<ProductRates> measure)
    {
        if (Read(path) is { } known)
        {
            return known;
        }

        ProductRates rates = measure();

        // Where several processes start at once, each measures: the first one's file holds for all, and for later ones.
        bool isDamaged = File.Exists(path);
        if (Read(path) is { } first)
        {
            return first;
        }

        Write(path, rates, overwrites: isDamaged);
        return Read(path) ?? rates;
    }

    /// <summary>Writes a file of rates.</summary>
    /// <returns>False where that cannot be done.</returns>
    public static bool Write(string path, ProductRates rates) => Write(path, rates, overwrites: true);

    private static bool Write(string path, ProductRates rates, bool overwrites)
    {
        var content = new JsonObject { ["float32_gflops"] = rates.Float32Gflops, ["bfloat16_gflops"] = rates.BFloat16Gflops };
        byte[] bytes = Encoding.UTF8.GetBytes(content.ToJsonString());
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, stream => stream.Write(bytes), check: null, bytes.Length, overwrites);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FileWriteException)
        {
            // Where none is to be written over, another process may have been faster.
            if (overwrites || !File.Exists(path))
            {
                Trace.TraceWarning($"{path} could not be written, so that each process measures anew: {error.Message}");
            }

            return false;
        }
    }

    private static ProductRates? Read(string path)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > MostBytes || JsonNode.Parse(File.ReadAllText(path)) is not JsonObject content)
            {
                return null;
            }

            double? single = content["float32_gflops"]?.GetValue<double>(), brief = content["bfloat16_gflops"]?.GetValue<double>();
            return single > 0 && brief is null or > 0 ? new ProductRates(single.Value, brief) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            // ArgumentException: an entry that stands twice.
            return null;
        }
    }

    private static string Processor()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < InstructionsLeaf)
        {
            return $"{RuntimeInformation.ProcessArchitecture} {Environment.MachineName}";
        }

        // Ebx of the first leaf tells which core asks.
        (int model, _, int first, int second) = X86Base.CpuId(ModelLeaf, 0);
        (_, int third, int fourth, int fifth) = X86Base.CpuId(InstructionsLeaf, 0);
        (int sixth, _, _, _) = X86Base.CpuId(InstructionsLeaf, 1);
        return string.Join(' ', model, first, second, third, fourth, fifth, sixth);
    }
}
