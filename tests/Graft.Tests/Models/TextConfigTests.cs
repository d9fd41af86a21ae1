using System.Text.Json.Nodes;
using Graft.Models;

namespace Graft.Tests.Models;

/// <summary>What a configuration asks for and no family can do is refused, and the entry is named.</summary>
public sealed class TextConfigTests
{
    [Theory]
    [InlineData("roberta", "position_embedding_type", "\"relative_key\"")]
    [InlineData("roberta", "is_decoder", "true")]
    [InlineData("roberta", "max_position_embeddings", "2")]
    [InlineData("roberta", "num_attention_heads", "3")]
    [InlineData("roberta", "pad_token_id", "60")]
    [InlineData("xlm-roberta", "add_cross_attention", "true")]
    [InlineData("distilbert", "n_heads", "5")]
    [InlineData("distilbert", "activation", "\"mystery\"")]
    [InlineData("distilbert", "pad_token_id", "-1")]
    [InlineData("electra", "num_attention_heads", "7")]
    [InlineData("electra", "position_embedding_type", "\"relative_key_query\"")]
    [InlineData("albert", "num_hidden_groups", "3")]
    [InlineData("albert", "position_embedding_type", "\"relative_key\"")]
    [InlineData("mpnet", "relative_attention_num_buckets", "16")]
    [InlineData("mpnet", "hidden_dropout_prob", "1")]
    [InlineData("deberta-v2, as v3-base", "pos_att_type", "\"c2p|p2p\"")]
    [InlineData("deberta-v2, as v3-base", "norm_rel_ebd", "\"batch_norm\"")]
    [InlineData("deberta-v2, as v3-base", "attention_head_size", "4")]
    [InlineData("deberta-v2, as v3-base", "pooler_hidden_size", "8")]
    [InlineData("deberta-v2, as v3-base", "position_buckets", "1")]
    [InlineData("deberta-v2, as v2-xlarge", "conv_kernel_size", "4")]
    [InlineData("deberta-v2, as v2-xlarge", "conv_groups", "3")]
    [InlineData("modernbert", "classifier_pooling", "\"max\"")]
    [InlineData("modernbert", "num_attention_heads", "16")]
    [InlineData("modernbert", "layer_types", "[\"full_attention\"]")]
    [InlineData("modernbert", "layer_types", "[\"full_attention\",\"linear\",\"linear\"]")]
    [InlineData("modernbert", "rope_parameters", "{\"full_attention\":{\"rope_type\":\"yarn\"}}")]
    [InlineData("gpt2", "add_cross_attention", "true")]
    [InlineData("gpt2", "n_head", "3")]
    [InlineData("gpt2", "pad_token_id", "60")]
    public void An_entry_that_does_not_fit_is_refused_by_its_name(string sample, string entry, string value)
    {
        ModelConfigFile config = TextModelSamples.Config(sample, (entry, JsonNode.Parse(value)));
        ModelFamily family = ModelRegistry.Default.FamilyOf(config);

        ModelException error = Assert.Throws<ModelException>(() => family.CreateClassifier(config, LabelSet.Numbered(2)));
        Assert.Contains($"\"{entry}\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
        Assert.Throws<ModelException>(() => family.CreateTrunk(config));
    }

    [Theory]
    [InlineData("bert", 30)]
    [InlineData("roberta", 28)]
    [InlineData("mpnet", 28)]
    [InlineData("deberta-v2, all there is", 30)]
    [InlineData("gpt2", 30)]
    public void A_text_may_be_as_long_as_there_are_positions_and_no_longer(string sample, int longest)
    {
        using Classifier model = TextModelSamples.Create(sample);
        using TextInputs fits = TextModelSamples.Batch(longest), isTooLong = TextModelSamples.Batch(longest + 1);
        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();

        Assert.Equal(longest, model.Trunk.MaxTokens);
        model.Forward(fits, Graft.Layers.ForwardContext.Inference);
        ArgumentException error = Assert.Throws<ArgumentException>(() => model.Forward(isTooLong, Graft.Layers.ForwardContext.Inference));
        Assert.Contains($"positions for {longest}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deberta-v2, as v3-base")]
    [InlineData("modernbert")]
    public void Without_absolute_positions_a_text_may_be_of_any_length(string sample)
    {
        using Classifier model = TextModelSamples.Create(sample);
        using TextInputs isLong = TextModelSamples.Batch(75);
        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();

        Assert.Null(model.Trunk.MaxTokens);
        Assert.False(model.Forward(isLong, Graft.Layers.ForwardContext.Inference).isnan().any().item<bool>());
    }
}
