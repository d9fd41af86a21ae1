namespace Graft.Models;

/// <summary>A classifier opened from a folder, with what was found there.</summary>
public sealed class PretrainedClassifier : IDisposable
{
    internal PretrainedClassifier(Classifier model, ModelFamily family, ModelConfigFile config, LoadReport report)
    {
        Model = model;
        Family = family;
        Config = config;
        Report = report;
    }

    /// <summary>The model.</summary>
    public Classifier Model { get; }

    /// <summary>Its family.</summary>
    public ModelFamily Family { get; }

    /// <summary>The configuration it was opened with.</summary>
    public ModelConfigFile Config { get; }

    /// <summary>What was missing, unused or of another shape.</summary>
    public LoadReport Report { get; }

    /// <summary>The labels in the order of the logits.</summary>
    public LabelSet Labels => Model.Labels;

    /// <summary>Opens a folder as a classifier: its own head, or a new one on the trunk that it holds.</summary>
    /// <param name="folder">A folder with config.json and weights in safetensors.</param>
    /// <param name="options">Labels of the head, and what may be dropped.</param>
    /// <exception cref="ModelException">The folder, its config or its family does not fit, or tensors of the trunk are missing or of another shape.</exception>
    /// <exception cref="Graft.Tensors.WeightFolderException">There are no weights that can be read.</exception>
    /// <exception cref="Graft.Tensors.SafetensorsException">A weights file is broken.</exception>
    public static PretrainedClassifier Load(string folder, ModelLoadOptions? options = null)
    {
        options ??= new ModelLoadOptions();
        ModelConfigFile config = ModelConfigFile.Load(folder);
        ModelFamily family = options.Registry.FamilyOf(config);
        config = family.Complete(config.WithModelType(family.ModelType)).WithWeightsOf(WeightLoading.CountNumbers(folder));
        LabelSet labels = ChooseLabels(config, options);
        Classifier model = family.CreateClassifier(config, labels);
        try
        {
            LoadReport report = WeightLoading.Load(folder, family, config, model.Weights, options);
            return new PretrainedClassifier(model, family, config, report);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Makes a classifier from a configuration alone, with all values drawn anew.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="labels">The labels of the head.</param>
    /// <param name="seed">Seed of the values.</param>
    /// <param name="registry">The families that can be made; null for those that Graft brings.</param>
    /// <exception cref="ModelException">The config or its family does not fit.</exception>
    public static PretrainedClassifier CreateNew(ModelConfigFile config, LabelSet labels, ulong seed, ModelRegistry? registry = null)
    {
        ModelFamily family = (registry ?? ModelRegistry.Default).FamilyOf(config);
        config = family.Complete(config.WithModelType(family.ModelType));
        Classifier model = family.CreateClassifier(config, labels);
        LoadReport report = WeightLoading.DrawAll(config, model.Weights, seed);
        return new PretrainedClassifier(model, family, config, report);
    }

    /// <summary>
    /// Writes config.json and model.safetensors so that the public tools open them with no tensor missing or left over. From a
    /// callback of a run in bfloat16, too, it writes the weights in single precision and not their rounded copies.
    /// </summary>
    /// <param name="folder">The folder, made if it is not there.</param>
    /// <param name="format">How the weights are stored: F32 (the default), F16 or BF16.</param>
    /// <exception cref="Graft.Tensors.FileWriteException">The disk is full, or the folder cannot be written to.</exception>
    public void Save(string folder, Graft.Tensors.NumberFormat format = Graft.Tensors.NumberFormat.F32)
    {
        using IDisposable? masters = Model.Weights.Working?.ShowMasters();
        ModelSaving.Save(folder, Config, Family.ClassifierArchitecture, Model.Weights, Labels, StatesProblemType, format);
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    /// <summary>True once the model was trained here, and so for what its labels are: its folder says so, as the public trainer's does.</summary>
    internal bool IsTrained { get; set; }

    // A new head is trained here, for what its labels are. One that came with the folder stays what its file makes of it until it
    // is trained on: the public tools score a single label by a sigmoid where no problem type is stated, and not at all where it is regression.
    private bool StatesProblemType => !Labels.IsProblemTypeImplied || Report.HasNewWeights || IsTrained;

    private static LabelSet ChooseLabels(ModelConfigFile config, ModelLoadOptions options)
    {
        if (options.Labels is { } labels)
        {
            return options.NumLabels is { } count && count != labels.Count
                ? throw new ArgumentException($"NumLabels is {count}, but {labels.Count} labels are named", nameof(options))
                : labels;
        }

        LabelSet inFolder = ModelConfigLabels.Read(config);
        return options.NumLabels is { } wanted && wanted != inFolder.Count ? ModelConfigLabels.Numbered(config, wanted) : inFolder;
    }
}
