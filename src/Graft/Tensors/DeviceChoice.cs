namespace Graft.Tensors;

/// <summary>Where a model is asked to compute.</summary>
public enum DeviceChoice
{
    /// <summary>On a CUDA device where libtorch reports one that can be used, else on the processor.</summary>
    Auto,

    /// <summary>On the processor.</summary>
    Cpu,

    /// <summary>On the first CUDA device; an error where there is none.</summary>
    Cuda,
}
