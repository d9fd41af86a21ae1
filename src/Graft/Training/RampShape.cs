namespace Graft.Training;

/// <summary>Form of a rise or fall between two rates.</summary>
public enum RampShape
{
    /// <summary>A straight line.</summary>
    Linear,

    /// <summary>Half a period of a cosine.</summary>
    Cosine,

    /// <summary>1 - √progress for a fall, 1 - √(1 - progress) for a rise.</summary>
    OneMinusSquareRoot,
}
