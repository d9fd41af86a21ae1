namespace Graft.Jobs.Machine;

/// <summary>What the machine reaches, measured.</summary>
/// <param name="Fp32Gflops">Matrix products in single precision, 2048 × 768 × 3072, in 10^9 operations a second.</param>
/// <param name="Bf16Gflops">The same with bfloat16 numbers; null where the library has no such product.</param>
/// <param name="Int8Gops">Products of whole numbers of 8 bits as <see cref="Tensors.ComputeFormat.Int8"/> makes them, in 10^9 operations a second; null where there are none.</param>
/// <param name="CopyGigabytes">Memory copied, in 10^9 bytes a second.</param>
/// <param name="DropoutMegavalues">Values of dropout masks, in 10^6 a second.</param>
public sealed record MachineRates(double Fp32Gflops, double? Bf16Gflops, double? Int8Gops, double CopyGigabytes, double DropoutMegavalues);
