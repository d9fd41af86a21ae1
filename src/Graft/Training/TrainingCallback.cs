namespace Graft.Training;

/// <summary>Told of what happens in a run; each method may be overridden and does nothing by itself. Called on the training thread.</summary>
public abstract class TrainingCallback
{
    /// <summary>Before the first step.</summary>
    public virtual void OnStart(TrainingPlan plan)
    {
    }

    /// <summary>While a frozen trunk computes the features of all rows, before the first step.</summary>
    /// <param name="done">Rows done.</param>
    /// <param name="total">Rows in all, those of the evaluation included.</param>
    public virtual void OnFeatures(int done, int total)
    {
    }

    /// <summary>After an optimizer step.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="epoch">Epochs so far, as a fraction.</param>
    /// <param name="result">What it did.</param>
    /// <param name="control">Lets the callback end the run.</param>
    public virtual void OnStep(int step, double epoch, StepResult result, TrainingControl control)
    {
    }

    /// <summary>When an entry is added to the log.</summary>
    public virtual void OnLog(TrainingLogEntry entry)
    {
    }

    /// <summary>While an evaluation runs.</summary>
    /// <param name="done">Rows done.</param>
    /// <param name="total">Rows in all.</param>
    public virtual void OnEvaluating(int done, int total)
    {
    }

    /// <summary>After an evaluation.</summary>
    /// <param name="record">Its values.</param>
    /// <param name="isBest">True if it is the best so far.</param>
    /// <param name="control">Lets the callback end the run.</param>
    public virtual void OnEvaluated(EvaluationRecord record, bool isBest, TrainingControl control)
    {
    }

    /// <summary>When the loss leaps far above those of the steps before: once, until it has come down again.</summary>
    public virtual void OnSpike(LossSpike spike)
    {
    }

    /// <summary>When the memory did not hold a pass, and the step was done with fewer rows a pass (<see cref="TrainingOptions.LowerBatchSize"/>).</summary>
    /// <param name="step">The step, from 1.</param>
    /// <param name="rowsPerPass">Rows of a pass at most, from here to the end of the run.</param>
    public virtual void OnBatchLowered(int step, int rowsPerPass)
    {
    }

    /// <summary>When something happened that may spoil the result: a damaged checkpoint was passed over, a setting has changed.</summary>
    /// <param name="text">One sentence.</param>
    public virtual void OnWarning(string text)
    {
    }

    /// <summary>After a checkpoint is complete on disk.</summary>
    public virtual void OnSaved(string folder)
    {
    }

    /// <summary>
    /// After the last step. The model has the best weights where <see cref="TrainingResult.BestIsLoaded"/> says so: not where the
    /// run was interrupted, <see cref="TrainingOptions.LoadBestAtEnd"/> is false or nothing was evaluated.
    /// </summary>
    public virtual void OnEnd(TrainingResult result)
    {
    }
}
