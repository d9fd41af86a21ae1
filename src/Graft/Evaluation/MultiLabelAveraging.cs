namespace Graft.Evaluation;

/// <summary>How a ranking metric of many labels becomes one number.</summary>
public enum MultiLabelAveraging
{
    /// <summary>All n x k cells are one ranking.</summary>
    Micro,

    /// <summary>One ranking a label, plain mean.</summary>
    Macro,

    /// <summary>One ranking a label, weighted by the rows that have it.</summary>
    Weighted,

    /// <summary>One ranking a row, plain mean.</summary>
    PerRow,
}
