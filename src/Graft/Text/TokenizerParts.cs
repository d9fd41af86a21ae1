using Graft.Text.Files;

namespace Graft.Text;

/// <summary>
/// The types of parts that a tokenizer's file may name, with how to make them. Register your own before loading:
/// <code>
/// TokenizerParts parts = new();
/// parts.RegisterNormalizer("Upper", definition => new UpperNormalizer());
/// Tokenizer tokenizer = Tokenizer.Load(folder, parts);
/// </code>
/// Factories are called while a tokenizer is loaded, and throw <see cref="PartDefinition.Error"/> where a setting is wrong.
/// </summary>
public sealed class TokenizerParts
{
    private readonly Dictionary<string, Func<PartDefinition, INormalizer>> _normalizers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<PartDefinition, IPreTokenizer>> _preTokenizers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<PartDefinition, ITokenModel>> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<PartDefinition, PostProcessor>> _postProcessors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<PartDefinition, IDecoder>> _decoders = new(StringComparer.Ordinal);

    /// <summary>Creates the set of the types that published tokenizers use.</summary>
    public TokenizerParts()
    {
        NormalizerFactories.Register(this);
        PreTokenizerFactories.Register(this);
        PostProcessorFactories.Register(this);
        DecoderFactories.Register(this);
    }

    /// <summary>Adds or replaces a type of normalizer.</summary>
    public void RegisterNormalizer(string type, Func<PartDefinition, INormalizer> factory) => _normalizers[type] = factory;

    /// <summary>Adds or replaces a type of pre-tokenizer.</summary>
    public void RegisterPreTokenizer(string type, Func<PartDefinition, IPreTokenizer> factory) => _preTokenizers[type] = factory;

    /// <summary>Adds or replaces a type of model. The built-in ones (WordPiece, BPE, Unigram, WordLevel) are read without this.</summary>
    public void RegisterModel(string type, Func<PartDefinition, ITokenModel> factory) => _models[type] = factory;

    /// <summary>Adds or replaces a type of post-processor.</summary>
    public void RegisterPostProcessor(string type, Func<PartDefinition, PostProcessor> factory) => _postProcessors[type] = factory;

    /// <summary>Adds or replaces a type of decoder.</summary>
    public void RegisterDecoder(string type, Func<PartDefinition, IDecoder> factory) => _decoders[type] = factory;

    internal INormalizer Normalizer(PartDefinition definition) => Create(_normalizers, definition, "normalizer");

    internal IPreTokenizer PreTokenizer(PartDefinition definition) => Create(_preTokenizers, definition, "pre-tokenizer");

    internal PostProcessor PostProcessor(PartDefinition definition) => Create(_postProcessors, definition, "post-processor");

    internal IDecoder Decoder(PartDefinition definition) => Create(_decoders, definition, "decoder");

    internal bool HasModel(string type) => _models.ContainsKey(type);

    internal ITokenModel Model(PartDefinition definition) => Create(_models, definition, "model");

    internal IEnumerable<string> ModelTypes => _models.Keys;

    private static T Create<T>(Dictionary<string, Func<PartDefinition, T>> factories, PartDefinition definition, string kind)
        where T : class
    {
        if (!factories.TryGetValue(definition.Type, out Func<PartDefinition, T>? factory))
        {
            throw definition.Error(
                $"the {kind} type '{definition.Type}' is unknown; known are {string.Join(", ", factories.Keys.Order(StringComparer.Ordinal))}.",
                "type", $"Register a {kind} of that type with TokenizerParts.");
        }

        return factory(definition) ?? throw definition.Error($"the factory of the {kind} type '{definition.Type}' made nothing.");
    }
}
