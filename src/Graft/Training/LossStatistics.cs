namespace Graft.Training;

/// <summary>What the spike detector knows of the losses so far.</summary>
internal sealed class LossStatistics
{
    /// <summary>Losses seen.</summary>
    public int Steps { get; set; }

    /// <summary>Their exponentially weighted mean.</summary>
    public double Mean { get; set; }

    /// <summary>Their exponentially weighted variance.</summary>
    public double Variance { get; set; }

    /// <summary>True while the loss has not come down again.</summary>
    public bool IsInSpike { get; set; }
}
