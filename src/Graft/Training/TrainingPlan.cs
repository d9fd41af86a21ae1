namespace Graft.Training;

/// <summary>What a run is going to do.</summary>
/// <param name="Rows">Rows of the training part.</param>
/// <param name="StepsPerEpoch">Optimizer steps an epoch.</param>
/// <param name="TotalSteps">Optimizer steps in all.</param>
/// <param name="FirstStep">Steps that a resumed run has behind it.</param>
/// <param name="TrainedParameters">Numbers that training changes.</param>
public sealed record TrainingPlan(int Rows, int StepsPerEpoch, int TotalSteps, int FirstStep, long TrainedParameters);
