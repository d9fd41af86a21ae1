namespace Graft.Jobs.Machine;

/// <summary>How one thing about the machine is.</summary>
public enum DiagnosisState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It works, but could be better.</summary>
    Warning,

    /// <summary>Training or prediction cannot work so.</summary>
    Problem,
}
