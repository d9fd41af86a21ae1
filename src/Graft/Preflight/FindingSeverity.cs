namespace Graft.Preflight;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; nothing has to be done.</summary>
    Note,

    /// <summary>It may spoil the result; an error where warnings are to be errors.</summary>
    Warning,

    /// <summary>Training cannot begin with it.</summary>
    Error,
}
