using Graft.Benchmarks;
using Graft.Jobs.Machine;
using Graft.Tensors;
using Graft.Tensors.Kernels;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: bench/bench CASE; see bench/bench --help");
    return 2;
}

// Before anything runs that asks for it.
AppContext.SetSwitch(OwnKernels.Switch, args[0] != "curves-plain");
MachineRates rates = RateProbe.Measure();
Console.WriteLine($"machine: fp32 products {rates.Fp32Gflops:0} GFLOPS, bf16 {rates.Bf16Gflops:0}, copy {rates.CopyGigabytes:0.0} GB/s");
string[] named = args[1..];
if (args[0] == "predict" && named.FirstOrDefault(name => !PredictCase.Names.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
{
    Console.Error.WriteLine($"bench: unknown model '{unknown}'; there are {string.Join(", ", PredictCase.Names)}");
    return 2;
}

if (named.Length > 0 && args[0] != "predict")
{
    TrainingCases.Seeds = [.. named.Select(ulong.Parse)];
}

switch (args[0])
{
    case "reviews":
        TrainingCases.Reviews();
        break;
    case "curves" or "curves-plain":
        TrainingCases.Curves(ComputeFormat.Float32);
        break;
    case "curves-bfloat16":
        TrainingCases.Curves(ComputeFormat.Bfloat16);
        break;
    case "fashion":
        TrainingCases.Fashion();
        break;
    case "frozen":
        TrainingCases.Frozen();
        break;
    case "imdb":
        TrainingCases.Imdb();
        break;
    case "epoch":
        EpochCase.Run();
        break;
    case "cifar":
        TrainingCases.Cifar();
        break;
    case "vit":
        VitCases.Run();
        break;
    case "tokenize":
        ThroughputCases.Tokenize();
        break;
    case "images":
        ThroughputCases.Images();
        break;
    case "preflight":
        PreflightCase.Run();
        break;
    case "predict":
        PredictCase.Run(named);
        break;
    case "memory":
        MemoryCase.Run();
        break;
    case "start":
        StartCase.Run();
        break;
    default:
        Console.Error.WriteLine($"no such case: {args[0]}; see bench/bench --help");
        return 2;
}

return 0;
