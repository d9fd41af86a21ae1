using System.Globalization;
using System.Runtime.InteropServices;
using Graft.Jobs.Machine;
using Graft.Models;
using Graft.Native;
using Graft.Tensors;
using TorchSharp;

namespace Graft.Jobs;

/// <summary>Looks at the machine: what Graft finds there, what it reaches, and what to do about each problem.</summary>
public static class DoctorJob
{
    private const double LeastMemoryGigabytes = 4;
    private const double LeastDiskGigabytes = 2;

    // Below this a product is not done with vector instructions of eight numbers on one core of the last ten years.
    private const double SlowGflops = 30;

    /// <summary>Runs the job.</summary>
    /// <param name="folder">The folder whose disk is looked at.</param>
    public static Diagnosis Run(string folder)
    {
        ProcessorInfo processor = ProcessorInfo.Read();
        var entries = new List<DiagnosisEntry>
        {
            new("system", $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})"),
            new(".NET", RuntimeInformation.FrameworkDescription),
            Processor(processor),
            Memory(),
            Disk(folder),
        };
        MachineRates? rates = Libraries(entries);
        entries.Add(Model(InputKind.Text));
        entries.Add(Model(InputKind.Image));
        string version = typeof(DoctorJob).Assembly.GetName().Version?.ToString(3) ?? "";
        return new Diagnosis(version, processor, entries, rates);
    }

    private static DiagnosisEntry Processor(ProcessorInfo processor)
    {
        string value = $"{processor.Model}, {processor.Processors} in use; {(processor.Features.Count == 0 ? "no vector instructions" : string.Join(", ", processor.Features))}";
        bool isX86 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        return isX86 && !processor.Features.Contains("avx2")
            ? new DiagnosisEntry("processor", value, DiagnosisState.Warning, "Without AVX2 everything is several times slower: use another machine, or let the virtual machine pass the host's processor through.")
            : new DiagnosisEntry("processor", value);
    }

    private static DiagnosisEntry Memory()
    {
        double gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        return gigabytes < LeastMemoryGigabytes
            ? new DiagnosisEntry("memory", Text($"{gigabytes:0.0} GB"), DiagnosisState.Warning, "Train with a small --batch-size (and --gradient-accumulation) and a small --max-length.")
            : new DiagnosisEntry("memory", Text($"{gigabytes:0.0} GB"));
    }

    private static DiagnosisEntry Disk(string folder)
    {
        if (DiskSpace.Available(Path.GetFullPath(folder)) is not { } free)
        {
            return new DiagnosisEntry("disk", "the system does not tell");
        }

        string value = Text($"{free / 1e9:0.0} GB free");
        return free / 1e9 < LeastDiskGigabytes
            ? new DiagnosisEntry("disk", value, DiagnosisState.Warning, "A run with its checkpoints takes about eight times the model's size: free some space, or name another disk with --output.")
            : new DiagnosisEntry("disk", value);
    }

    private static MachineRates? Libraries(List<DiagnosisEntry> entries)
    {
        NativeLibraryStatus status;
        try
        {
            status = TorchLibrary.EnsureLoaded();
        }
        catch (NativeLibraryException error)
        {
            entries.Add(new DiagnosisEntry("libtorch", error.Problem, DiagnosisState.Problem, error.Remedy));
            return null;
        }

        entries.Add(new DiagnosisEntry("libtorch", $"{torch.__version__} in {status.Folder ?? "the system's search path"}"));
        entries.Add(new DiagnosisEntry("TorchSharp's library", status.IsPatchedCopy
            ? $"{status.TorchSharpLibrary}, a copy adapted to this system's older C++ runtime"
            : $"{status.TorchSharpLibrary}, as it was installed"));
        int threads = torch.get_num_threads();
        entries.Add(threads == 1 && Environment.ProcessorCount > 1
            ? new DiagnosisEntry("threads", "1", DiagnosisState.Warning, "OMP_NUM_THREADS or MKL_NUM_THREADS keeps libtorch to one thread: unset it.")
            : new DiagnosisEntry("threads", Text($"{threads}")));
        entries.Add(new DiagnosisEntry("device", CudaDevice.IsThere()
            ? Text($"cuda ({torch.cuda.device_count()} found, the first is used), cpu")
            : "cpu; libtorch reports no CUDA device"));
        MachineRates rates = RateProbe.Measure();
        entries.Add(rates.Fp32Gflops < SlowGflops
            ? new DiagnosisEntry("products, fp32", Text($"{rates.Fp32Gflops:0} GFLOPS"), DiagnosisState.Warning, "That is slow: are other programs busy, or is the container kept to a share of a core?")
            : new DiagnosisEntry("products, fp32", Text($"{rates.Fp32Gflops:0} GFLOPS")));
        entries.Add(new DiagnosisEntry("products, bf16", rates.Bf16Gflops is { } bf16 ? Text($"{bf16:0} GFLOPS") : "not there"));
        entries.Add(new DiagnosisEntry("products, int8", rates.Int8Gops is { } int8 ? Text($"{int8:0} billion operations/s (--dtype int8)") : "not there"));
        entries.Add(Faster());
        entries.Add(new DiagnosisEntry("copying memory", Text($"{rates.CopyGigabytes:0.0} GB/s")));
        entries.Add(new DiagnosisEntry("dropout masks", Text($"{rates.DropoutMegavalues:0} million values/s")));
        return rates;
    }

    // Measured anew: what was remembered may have been measured while the machine was busy.
    private static DiagnosisEntry Faster()
    {
        var rates = ProductRates.Measure();
        string path = RememberedRates.DefaultPath, format = rates.Best == ComputeFormat.Bfloat16 ? "bfloat16" : "float32";
        return new DiagnosisEntry("--dtype auto", RememberedRates.Write(path, rates)
            ? $"{format} on the processor, as {path} remembers"
            : $"{format} on the processor, measured at each start: {path} cannot be written");
    }

    private static DiagnosisEntry Model(InputKind kind)
    {
        string name = kind == InputKind.Image ? "shipped image model" : "shipped text model";
        try
        {
            return new DiagnosisEntry(name, ShippedModels.FolderFor(kind));
        }
        catch (JobException error)
        {
            return new DiagnosisEntry(name, error.Problem, DiagnosisState.Warning, error.Remedy);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
