using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Graft.Models.Gpt2;

/// <summary>GPT-2 as a classifier.</summary>
public sealed partial class Gpt2Family : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "gpt2";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Text;

    /// <inheritdoc/>
    public override string Prefix => "transformer.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "GPT2ForSequenceClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new Gpt2(Gpt2Config.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) =>
        new Gpt2ForSequenceClassification(Gpt2Config.From(config), labels);

    /// <summary>GPT-2 was trained without padding, so its files name none: the token that ends a text serves.</summary>
    public override ModelConfigFile Complete(ModelConfigFile config)
    {
        if (config.Has("pad_token_id"))
        {
            return config;
        }

        JsonObject json = config.ToJson();
        json["pad_token_id"] = Gpt2Config.EndOfText(config);
        return new ModelConfigFile(json, config.Path);
    }

    /// <summary>Older files store the causal mask of each layer.</summary>
    public override bool IsSuperfluous(string nameInFile) => CausalMask().IsMatch(nameInFile);

    [GeneratedRegex(@"^(transformer\.)?h\.\d+\.attn\.(bias|masked_bias)$", RegexOptions.CultureInvariant)]
    private static partial Regex CausalMask();
}
