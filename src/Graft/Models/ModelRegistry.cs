using Graft.Tensors;

namespace Graft.Models;

/// <summary>The model families that can be opened. Immutable: <see cref="With"/> gives a registry with one more.</summary>
public sealed class ModelRegistry
{
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

    /// <summary>The family of a configuration.</summary>
    /// <exception cref="ModelException">The family is not known; the message lists the nearest names and all that are.</exception>
    public ModelFamily FamilyOf(ModelConfigFile config)
    {
        string type = config.ModelType;
        if (_families.TryGetValue(type, out ModelFamily? family))
        {
            return family;
        }

        string nearest = string.Join(" or ", ModelTypes.OrderBy(known => EditDistance.Between(known, type)).Take(2).Select(name => $"\"{name}\""));
        throw new ModelException($"The model family \"{type}\" is not known; nearest is {nearest}.", config.Path, "\"model_type\"",
            $"Known families: {string.Join(", ", ModelTypes)}. Others can be registered with ModelRegistry.With.");
    }
}
