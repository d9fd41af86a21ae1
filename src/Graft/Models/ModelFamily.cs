namespace Graft.Models;

/// <summary>
/// One architecture that folders name in "model_type". Adding one takes a class like this, its trunk, its weights'
/// names and its head, and a line in <see cref="ModelRegistry"/>.
/// </summary>
public abstract class ModelFamily
{
    /// <summary>The name in config.json's "model_type".</summary>
    public abstract string ModelType { get; }

    /// <summary>What its models read.</summary>
    public abstract InputKind Inputs { get; }

    /// <summary>What stands before the trunk's tensor names in the file of a whole model: "bert.".</summary>
    public abstract string Prefix { get; }

    /// <summary>The name of the classifier in config.json's "architectures".</summary>
    public abstract string ClassifierArchitecture { get; }

    /// <summary>
    /// The configuration with entries that a classifier needs and the family's files may lack, such as a padding token:
    /// what is saved. The configuration itself where nothing is missing.
    /// </summary>
    public virtual ModelConfigFile Complete(ModelConfigFile config) => config;

    /// <summary>Makes a trunk without a head; its values are undefined until weights are loaded.</summary>
    /// <exception cref="ModelException">The configuration lacks an entry or has one that does not fit.</exception>
    public abstract Trunk CreateTrunk(ModelConfigFile config);

    /// <summary>Makes a trunk with a classification head; its values are undefined until weights are loaded or drawn.</summary>
    /// <exception cref="ModelException">The configuration lacks an entry or has one that does not fit.</exception>
    public abstract Classifier CreateClassifier(ModelConfigFile config, LabelSet labels);

    /// <summary>The present name of a tensor that older files name otherwise; the name itself where nothing changed.</summary>
    public virtual string CurrentName(string nameInFile) => nameInFile;

    /// <summary>True for tensors that older files hold and no model needs, such as stored position numbers.</summary>
    public virtual bool IsSuperfluous(string nameInFile) => false;
}
