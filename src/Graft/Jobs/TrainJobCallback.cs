using System.Diagnostics;
using Graft.Jobs.Events;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>Turns what the trainer tells into the job's events.</summary>
internal sealed class TrainJobCallback : TrainingCallback
{
    // Weight of the newest step in the loss and speed that are shown.
    private const double Newest = 0.1;

    private readonly Action<JobEvent> _tell;
    private readonly Action<string> _warn;
    private readonly Func<TrainingPlan, RunPlanned> _describe;
    private readonly int _rowsPerStep;
    private readonly Stopwatch _sinceStep = new();
    private int _totalSteps;
    private int _stepsPerEpoch;
    private double _secondsPerStep;
    private double _evaluationSeconds;
    private double _loss = double.NaN;
    private double _lossSum;
    private int _lossCount;

    public TrainJobCallback(Action<JobEvent> tell, Action<string> warn, Func<TrainingPlan, RunPlanned> describe, int rowsPerStep)
    {
        _warn = warn;
        _tell = tell;
        _describe = describe;
        _rowsPerStep = rowsPerStep;
    }

    public override void OnStart(TrainingPlan plan)
    {
        _totalSteps = plan.TotalSteps;
        _stepsPerEpoch = plan.StepsPerEpoch;
        _tell(_describe(plan));
        _sinceStep.Start();
    }

    public override void OnFeatures(int done, int total)
    {
        _tell(new FeaturesRunning(done, total));
        _sinceStep.Restart();
    }

    public override void OnStep(int step, double epoch, StepResult result, TrainingControl control)
    {
        double seconds = _sinceStep.Elapsed.TotalSeconds;
        _sinceStep.Restart();
        _secondsPerStep = _secondsPerStep == 0 ? seconds : _secondsPerStep * (1 - Newest) + seconds * Newest;
        if (result.Applied)
        {
            _loss = double.IsNaN(_loss) ? result.Loss : _loss * (1 - Newest) + result.Loss * Newest;
            _lossSum += result.Loss;
            _lossCount++;
        }

        int stepsLeft = _totalSteps - step;
        double evaluationsLeft = Math.Ceiling((double)stepsLeft / _stepsPerEpoch);
        double secondsLeft = stepsLeft * _secondsPerStep + evaluationsLeft * _evaluationSeconds;
        _tell(new StepDone(step, _totalSteps, epoch, _loss, result.LearningRate, _rowsPerStep / _secondsPerStep, secondsLeft));
    }

    public override void OnEvaluating(int done, int total) => _tell(new EvaluationRunning(done, total));

    public override void OnEvaluated(EvaluationRecord record, bool isBest, TrainingControl control)
    {
        _evaluationSeconds = record.Duration.TotalSeconds;
        _tell(new EpochDone(
            record.Step, record.Epoch, _lossCount == 0 ? double.NaN : _lossSum / _lossCount, record.Metrics, isBest, record.Duration.TotalSeconds));
        _lossSum = 0;
        _lossCount = 0;
        _sinceStep.Restart();
    }

    public override void OnSpike(LossSpike spike) => _tell(new LossSpiked(spike.Step, spike.Loss, spike.Mean, spike.Deviation));

    public override void OnBatchLowered(int step, int rowsPerPass) => _tell(new BatchLowered(step, rowsPerPass));

    public override void OnWarning(string text) => _warn(text);

    public override void OnSaved(string folder)
    {
        _tell(new CheckpointSaved(folder));
        _sinceStep.Restart();
    }
}
