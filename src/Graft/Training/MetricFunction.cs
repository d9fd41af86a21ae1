namespace Graft.Training;

/// <summary>Turns what a model said into named numbers, such as "accuracy".</summary>
/// <param name="output">Logits and targets of a dataset.</param>
/// <returns>A value a name; NaN where one is not defined.</returns>
public delegate IReadOnlyDictionary<string, double> MetricFunction(EvaluationOutput output);
