using Graft.Models;

namespace Graft.Pipelines;

/// <summary>Opens folders that are to predict, not to be trained.</summary>
internal static class TrainedFolder
{
    /// <summary>Opens the classifier of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="registry">The families that can be opened; null for those that Graft brings.</param>
    /// <param name="mapWeights">Whether <see cref="ModelLoadOptions.MapWeights"/>.</param>
    /// <exception cref="ModelException">The folder holds a head that was never trained.</exception>
    public static PretrainedClassifier Open(string folder, ModelRegistry? registry = null, bool mapWeights = false)
    {
        PretrainedClassifier classifier = PretrainedClassifier.Load(
            folder, new ModelLoadOptions { Registry = registry ?? ModelRegistry.Default, MapWeights = mapWeights });
        if (!classifier.Report.HasNewWeights)
        {
            return classifier;
        }

        string missing = string.Join(", ", classifier.Report.Missing.Take(3));
        classifier.Dispose();
        throw new ModelException(
            $"The folder holds a trunk without a trained head ({missing} are missing), so it cannot predict.",
            folder, remedy: "Train it first: graft train DATA --model FOLDER.");
    }
}
