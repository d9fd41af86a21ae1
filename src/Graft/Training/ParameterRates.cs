using Graft.Models;

namespace Graft.Training;

/// <summary>Which parameters a run trains, and at which rates.</summary>
internal static class ParameterRates
{
    /// <summary>Makes the optimizer's parameters; frozen ones are left out and take no gradient.</summary>
    public static IReadOnlyList<OptimizedParameter> Of(WeightMap weights, TrainingOptions options, WorkingWeights? working = null)
    {
        int top = weights.Entries.Max(entry => entry.Depth);
        var parameters = new List<OptimizedParameter>();
        foreach (WeightEntry entry in weights.Entries.Where(entry => entry.IsParameter))
        {
            bool frozen = entry.Part != WeightPart.Head && (options.FreezeTrunk || entry.Depth < options.FrozenDepth);
            entry.Tensor.requires_grad = !frozen;
            if (!frozen)
            {
                parameters.Add(new OptimizedParameter(
                    entry, RateFactor(entry, top, options), entry.TakesWeightDecay ? options.WeightDecay : 0, working?.MasterOf(entry)));
            }
        }

        return parameters;
    }

    private static double RateFactor(WeightEntry entry, int top, TrainingOptions options)
    {
        double decay = Math.Pow(options.LayerDecay, top - entry.Depth);
        return entry.Part == WeightPart.Head && options.HeadLearningRate is { } rate ? decay * rate / options.LearningRate : decay;
    }
}
