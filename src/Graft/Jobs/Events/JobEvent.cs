using System.Text.Json.Serialization;

namespace Graft.Jobs.Events;

/// <summary>Something that a job tells while it runs. As JSON, "event" names the kind.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Downloading), "downloading")]
[JsonDerivedType(typeof(Uploading), "uploading")]
[JsonDerivedType(typeof(Preparing), "preparing")]
[JsonDerivedType(typeof(PredictionRunning), "predicting")]
[JsonDerivedType(typeof(DataFound), "data")]
[JsonDerivedType(typeof(Noted), "note")]
[JsonDerivedType(typeof(FindingReported), "finding")]
[JsonDerivedType(typeof(ModelOpened), "model")]
[JsonDerivedType(typeof(RunPlanned), "plan")]
[JsonDerivedType(typeof(FeaturesRunning), "features")]
[JsonDerivedType(typeof(StepDone), "step")]
[JsonDerivedType(typeof(LossSpiked), "spike")]
[JsonDerivedType(typeof(BatchLowered), "batch_lowered")]
[JsonDerivedType(typeof(EvaluationRunning), "evaluating")]
[JsonDerivedType(typeof(EpochDone), "evaluation")]
[JsonDerivedType(typeof(CheckpointSaved), "checkpoint")]
[JsonDerivedType(typeof(Exporting), "exporting")]
[JsonDerivedType(typeof(RunInterrupted), "interrupted")]
[JsonDerivedType(typeof(RunDone), "done")]
public abstract record JobEvent;
