namespace Graft.Tests.Training;

/// <summary>Where a pass asks for the memory that is not there.</summary>
public enum ShortOfMemory
{
    /// <summary>In the forward pass.</summary>
    Forward,

    /// <summary>In libtorch's own part of the backward pass.</summary>
    Backward,

    /// <summary>In a layer that runs again in the backward pass, called back from libtorch.</summary>
    SecondRun,
}
