namespace Graft.Data;

/// <summary>What a part of the data is for.</summary>
public enum DataPart
{
    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To watch progress and choose by.</summary>
    Validation,

    /// <summary>To judge the result by, once.</summary>
    Test,
}
