using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

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
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        Gpt2Config gpt2 = Gpt2Config.From(config);
        return new LinearClassifier(
            new Gpt2(gpt2), Prefix, labels, gpt2.HiddenSize, gpt2.Layers + 1, name: "score", bias: false,
            pool: (output, inputs) => LastToken(output.LastHiddenState, (TextInputs)inputs, gpt2.PaddingId));
    }

    /// <summary>GPT-2 was trained without padding, so its files name none: the token that ends a text serves.</summary>
    public override ModelConfigFile Complete(ModelConfigFile config)
    {
        if (config.Has("pad_token_id") || Gpt2Config.EndOfText(config) is not { } padding)
        {
            return config;
        }

        JsonObject json = config.ToJson();
        json["pad_token_id"] = padding;
        return new ModelConfigFile(json, config.Path);
    }

    /// <summary>Older files store the causal mask of each layer.</summary>
    public override bool IsSuperfluous(string nameInFile) => CausalMask().IsMatch(nameInFile);

    // [b,t,d] -> [b,d]: the last token that is no padding. That is said by its id, and by the mask too, as the tokenizer
    // may pad with another id: GPT-2's own files name none.
    private static Tensor LastToken(Tensor hidden, TextInputs text, int? paddingId)
    {
        long batch = hidden.shape[0], tokens = hidden.shape[1];
        Tensor isText = paddingId is { } id ? text.InputIds.ne(id) : ones_like(text.InputIds, dtype: ScalarType.Bool);  // [b,t]
        isText = text.AttentionMask is { } mask ? isText.logical_and(mask.ne(0)) : isText;
        Tensor last = (isText.to(ScalarType.Int64) * arange(tokens, dtype: ScalarType.Int64, device: hidden.device)).argmax(1);
        Tensor rows = arange(batch, dtype: ScalarType.Int64, device: hidden.device) * tokens + last;        // [b], into [b t,d]
        return hidden.reshape(batch * tokens, hidden.shape[2]).index_select(0, rows);
    }

    [GeneratedRegex(@"^(transformer\.)?h\.\d+\.attn\.(bias|masked_bias)$", RegexOptions.CultureInvariant)]
    private static partial Regex CausalMask();
}
