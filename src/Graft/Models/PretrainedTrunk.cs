namespace Graft.Models;

/// <summary>A trunk opened from a folder, whatever head the folder has.</summary>
public sealed class PretrainedTrunk : IDisposable
{
    private PretrainedTrunk(Trunk model, ModelConfigFile config, LoadReport report)
    {
        Model = model;
        Config = config;
        Report = report;
    }

    /// <summary>The trunk.</summary>
    public Trunk Model { get; }

    /// <summary>The configuration it was opened with.</summary>
    public ModelConfigFile Config { get; }

    /// <summary>What was missing or unused.</summary>
    public LoadReport Report { get; }

    /// <summary>Opens a folder as a trunk without a head.</summary>
    /// <inheritdoc cref="PretrainedClassifier.Load" path="/exception"/>
    public static PretrainedTrunk Load(string folder, ModelLoadOptions? options = null)
    {
        options ??= new ModelLoadOptions();
        ModelConfigFile config = ModelConfigFile.Load(folder);
        ModelFamily family = options.Registry.FamilyOf(config);
        config = config.WithModelType(family.ModelType);
        Trunk trunk = family.CreateTrunk(config.WithWeightsOf(WeightLoading.CountNumbers(folder)));
        try
        {
            return new PretrainedTrunk(trunk, config, WeightLoading.Load(folder, family, config, trunk.Weights, options));
        }
        catch
        {
            trunk.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
