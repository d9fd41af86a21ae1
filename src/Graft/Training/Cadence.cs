namespace Graft.Training;

/// <summary>How often something is done while training.</summary>
public enum Cadence
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>After each epoch.</summary>
    Epoch,

    /// <summary>Every so many optimizer steps, and at the end.</summary>
    Steps,
}
