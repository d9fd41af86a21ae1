using Graft.Tensors;

namespace Graft.Jobs.Events;

/// <summary>Everything is ready; training begins.</summary>
/// <param name="Folder">Where the result will be.</param>
/// <param name="Epochs">Passes over the training part.</param>
/// <param name="StepsPerEpoch">Optimizer steps an epoch.</param>
/// <param name="TotalSteps">Optimizer steps in all.</param>
/// <param name="FirstStep">Steps that a resumed run has behind it.</param>
/// <param name="BatchSize">Rows a step and accumulation.</param>
/// <param name="LearningRate">The trunk's learning rate.</param>
/// <param name="TrainedParameters">Numbers that training changes.</param>
/// <param name="MeanLength">Mean tokens of a training text after cutting; null for images.</param>
/// <param name="MaxLength">Tokens after which texts are cut; null for images.</param>
/// <param name="CutTexts">Training texts that are cut; null for images.</param>
/// <param name="ExpectedSeconds">Time expected for the whole run.</param>
/// <param name="ExpectedMemoryBytes">Memory expected.</param>
/// <param name="Format">The format of matrix products.</param>
public sealed record RunPlanned(
    string Folder, double Epochs, int StepsPerEpoch, int TotalSteps, int FirstStep, int BatchSize, double LearningRate, long TrainedParameters,
    double? MeanLength, int? MaxLength, int? CutTexts, double ExpectedSeconds, long ExpectedMemoryBytes, ComputeFormat Format) : JobEvent;
