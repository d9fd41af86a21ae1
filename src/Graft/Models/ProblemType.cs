namespace Graft.Models;

/// <summary>What a classifier's outputs mean, and with that its loss and its scores.</summary>
public enum ProblemType
{
    /// <summary>Exactly one class is right: softmax and cross-entropy.</summary>
    SingleLabel,

    /// <summary>Any number of classes is right, none included: a sigmoid and binary cross-entropy each.</summary>
    MultiLabel,

    /// <summary>A number is predicted: mean squared error.</summary>
    Regression,
}
