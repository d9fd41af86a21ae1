namespace Graft.Evaluation;

/// <summary>How much a disagreement of d classes weighs in Cohen's kappa.</summary>
public enum KappaWeighting
{
    /// <summary>All disagreements alike: for classes without an order.</summary>
    None,

    /// <summary>By d: for ordered classes such as ratings.</summary>
    Linear,

    /// <summary>By d squared.</summary>
    Quadratic,
}
