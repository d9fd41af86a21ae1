namespace Graft.Models;

/// <summary>What a classification head answers; the names in config.json are in brackets.</summary>
public enum ProblemType
{
    /// <summary>One of several classes: softmax and cross entropy ("single_label_classification").</summary>
    SingleLabel,

    /// <summary>Any number of labels at once: sigmoid and binary cross entropy ("multi_label_classification").</summary>
    MultiLabel,

    /// <summary>A number, or several: mean squared error ("regression").</summary>
    Regression,
}
