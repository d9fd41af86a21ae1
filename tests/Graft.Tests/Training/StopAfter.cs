using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>Stops a training after so many steps, as Ctrl-C does.</summary>
internal sealed class StopAfter(int steps) : TrainingCallback
{
    public override void OnStep(int step, double epoch, StepResult result, TrainingControl control)
    {
        if (step == steps)
        {
            control.Stop();
        }
    }
}
