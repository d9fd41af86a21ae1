using Graft.Tensors;

namespace Graft.Models;

/// <summary>The model families that can be opened. Immutable: <see cref="With"/> gives a registry with one more.</summary>
public sealed class ModelRegistry
{
    private const string For = "For";

    private readonly IReadOnlyDictionary<string, ModelFamily> _families;

    private ModelRegistry(IEnumerable<ModelFamily> families)
    {
        _families = families.ToDictionary(family => family.ModelType, StringComparer.Ordinal);
    }

    /// <summary>The families that Graft brings.</summary>
    public static ModelRegistry Default { get; } = new(
    [
        new Bert.BertFamily(),
        new EfficientNet.EfficientNetFamily(),
        new Swin.SwinFamily(),
        new ConvNext.ConvNextFamily(),
        new ResNet.ResNetFamily(),
        new MobileNetV2.MobileNetV2Family(),
        new Vit.VitFamily(),
        new Deit.DeitFamily(),
        new DistilBert.DistilBertFamily(),
        new Roberta.RobertaFamily(),
        new XlmRoberta.XlmRobertaFamily(),
        new Dinov2.Dinov2Family(),
        new Beit.BeitFamily(),
        new Electra.ElectraFamily(),
        new Albert.AlbertFamily(),
        new MpNet.MpNetFamily(),
        new DebertaV2.DebertaV2Family(),
        new ModernBert.ModernBertFamily(),
        new Gpt2.Gpt2Family(),
    ]);

    /// <summary>The known names for "model_type", sorted.</summary>
    public IEnumerable<string> ModelTypes => _families.Keys.Order(StringComparer.Ordinal);

    /// <summary>A registry with one more family, or with another one under a known name.</summary>
    public ModelRegistry With(ModelFamily family) =>
        new(_families.Values.Where(known => known.ModelType != family.ModelType).Append(family));

    /// <summary>The family of a configuration: by "model_type", else, in files of the first years, by what "architectures" names.</summary>
    /// <exception cref="ModelException">The family is not known; the message lists the nearest names and all that are.</exception>
    public ModelFamily FamilyOf(ModelConfigFile config)
    {
        if (!config.Has("model_type") && config.Texts("architectures", []) is [string architecture, ..]
            && _families.Values.FirstOrDefault(one => IsOf(architecture, one)) is { } inferred)
        {
            return inferred;
        }

        string type = config.ModelType;
        if (_families.TryGetValue(type, out ModelFamily? family))
        {
            return family;
        }

        string nearest = string.Join(" or ", ModelTypes.OrderBy(known => EditDistance.Between(known, type)).Take(2).Select(name => $"\"{name}\""));
        throw new ModelException($"The model family \"{type}\" is not known; nearest is {nearest}.", config.Path, "\"model_type\"",
            $"Known families: {string.Join(", ", ModelTypes)}. Others can be registered with ModelRegistry.With.");
    }

    // "BertForSequenceClassification" tells that "BertModel" and "BertForMaskedLM" are of the family too; "BertGenerationDecoder" is not.
    private static bool IsOf(string architecture, ModelFamily family)
    {
        string classifier = family.ClassifierArchitecture;
        int end = classifier.IndexOf(For, StringComparison.Ordinal);
        return end > 0 && architecture.StartsWith(classifier[..end], StringComparison.Ordinal)
            && (architecture[end..] is "Model" or "LMHeadModel" or "DoubleHeadsModel" || architecture.AsSpan(end).StartsWith(For, StringComparison.Ordinal));
    }
}
