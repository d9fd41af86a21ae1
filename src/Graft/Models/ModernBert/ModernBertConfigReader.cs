namespace Graft.Models.ModernBert;

/// <summary>Reads a ModernBERT's config.json, in the form of 2024 (layer period, two bases) and of 2025 (layer types, rope parameters).</summary>
internal static class ModernBertConfigReader
{
    private const string Global = "full_attention";
    private const string Local = "sliding_attention";

    /// <summary>The architecture that a file states.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static ModernBertConfig Read(ModelConfigFile file)
    {
        int hiddenSize = file.Int("hidden_size", 768);
        int heads = file.Heads("num_attention_heads", 12, hiddenSize);
        int vocabularySize = file.Int("vocab_size", 50368);
        if (hiddenSize / heads % 2 != 0)
        {
            throw file.Wrong("num_attention_heads", $"The size of a head ({hiddenSize / heads}) is odd, but rotary positions turn pairs.");
        }

        double globalTheta = ReadTheta(file, Global, "global_rope_theta", 160_000);
        return new ModernBertConfig
        {
            VocabularySize = vocabularySize,
            HiddenSize = hiddenSize,
            Heads = heads,
            IntermediateSize = file.Int("intermediate_size", 1152),
            Activation = file.Activation("hidden_activation", "gelu"),
            IsLocal = ReadLayers(file),
            LocalReach = file.Int("local_attention", 128) / 2,
            GlobalTheta = globalTheta,
            LocalTheta = ReadTheta(file, Local, "local_rope_theta", IsNull(file, "local_rope_theta") ? globalTheta : 10_000),
            AttentionBias = file.Flag("attention_bias", false),
            FeedForwardBias = file.Flag("mlp_bias", false),
            NormBias = file.Flag("norm_bias", false),
            ClassifierBias = file.Flag("classifier_bias", false),
            EmbeddingDropout = file.Probability("embedding_dropout", 0),
            AttentionDropout = file.Probability("attention_dropout", 0),
            FeedForwardDropout = file.Probability("mlp_dropout", 0),
            ClassifierDropout = file.Probability("classifier_dropout", 0),
            ClassifierActivation = file.Activation("classifier_activation", "gelu"),
            Pooling = file.Text("classifier_pooling", "cls") switch
            {
                "cls" => ModernBertPooling.FirstToken,
                "mean" => ModernBertPooling.Mean,
                string other => throw file.Wrong("classifier_pooling", $"\"{other}\" is not supported, only \"cls\" and \"mean\"."),
            },
            MaxPositions = file.Int("max_position_embeddings", 8192),
            NormEpsilon = file.Real("norm_eps", 1e-5, least: 0),
            PaddingId = file.PaddingId(50283, vocabularySize),
        };
    }

    private static bool[] ReadLayers(ModelConfigFile file)
    {
        int layers = file.Int("num_hidden_layers", 22, least: 0, most: ModelConfigFile.MostLayers);
        if (!file.Has("layer_types"))
        {
            int period = file.Int("global_attn_every_n_layers", 3);
            return [.. Enumerable.Range(0, layers).Select(layer => layer % period != 0)];
        }

        IReadOnlyList<string> types = file.Texts("layer_types");
        return types.Count == layers
            ? [.. types.Select(type => type switch
            {
                Global => false,
                Local => true,
                _ => throw file.Wrong("layer_types", $"\"{type}\" is not supported, only \"{Global}\" and \"{Local}\"."),
            })]
            : throw file.Wrong("layer_types", $"It lists {types.Count} layers, but \"num_hidden_layers\" is {layers}.");
    }

    // Newer files group the parameters by the kind of attention; older ones have an entry each.
    private static double ReadTheta(ModelConfigFile file, string kind, string olderName, double fallback)
    {
        foreach (ModelConfigFile section in Sections(file.Section("rope_scaling"), file.Section("rope_parameters")?.Section(kind)))
        {
            if (section.Text("rope_type", section.Text("type", "default")) is not "default" and var type)
            {
                throw file.Wrong("rope_parameters", $"Rotary positions of type \"{type}\" are not supported, only \"default\".");
            }
        }

        double older = file.Real(olderName, fallback, least: 1);
        return file.Section("rope_parameters")?.Section(kind)?.Real("rope_theta", older, least: 1) ?? older;
    }

    private static IEnumerable<ModelConfigFile> Sections(params IEnumerable<ModelConfigFile?> sections) => sections.OfType<ModelConfigFile>();

    private static bool IsNull(ModelConfigFile file, string name) => file.ToJson().ContainsKey(name) && !file.Has(name);
}
