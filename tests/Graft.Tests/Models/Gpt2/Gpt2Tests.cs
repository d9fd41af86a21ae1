using Graft.Layers;
using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.Gpt2;

public sealed class Gpt2Tests
{
    [Fact]
    public void Where_a_folder_names_no_padding_the_end_of_text_pads_and_is_saved_as_padding()
    {
        using Classifier model = TextModelSamples.Create("gpt2");
        ModelConfigFile config = TextModelSamples.Config("gpt2", ("pad_token_id", null));
        using var folder = new TextModelFolder(config, model.Weights.Entries.Select(entry => ((string?)entry.Name, entry.Tensor)));
        using PretrainedClassifier loaded = PretrainedClassifier.Load(folder.Path);
        loaded.Save(folder.Path);

        Assert.Equal(3, loaded.Config.Int("pad_token_id"));
        Assert.Equal(3, ModelConfigFile.Load(folder.Path).Int("pad_token_id"));
    }

    [Fact]
    public void A_named_padding_stays_as_it_is()
    {
        ModelConfigFile config = TextModelSamples.Config("gpt2");

        Assert.Same(config, ModelRegistry.Default.FamilyOf(config).Complete(config));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(60)]
    public void Where_the_vocabulary_has_no_end_of_text_the_mask_alone_says_where_a_text_ends(int? endOfText)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = TextModelSamples.Create("gpt2");
        ModelConfigFile config = TextModelSamples.Config("gpt2", ("pad_token_id", null), ("eos_token_id", endOfText));
        using var folder = new TextModelFolder(config, model.Weights.Entries.Select(entry => ((string?)entry.Name, entry.Tensor)));
        using PretrainedClassifier loaded = PretrainedClassifier.Load(folder.Path);

        Assert.False(loaded.Config.Has("pad_token_id"));
        Tensor alone = Logits(new TextInputs(tensor(new long[,] { { 7, 8, 1 } })));
        Tensor padded = Logits(new TextInputs(tensor(new long[,] { { 7, 8, 1, 1 } }), tensor(new long[,] { { 1, 1, 1, 0 } })));
        Assert.True((alone - padded).abs().max().item<float>() < 1e-5);
        Assert.True((alone - Logits(new TextInputs(tensor(new long[,] { { 7, 8 } })))).abs().max().item<float>() > 1e-4);

        Tensor Logits(TextInputs inputs) => loaded.Model.Forward(inputs, ForwardContext.Inference);
    }

    [Fact]
    public void Stored_causal_masks_are_neither_missing_nor_unused()
    {
        using DisposeScope scope = NewDisposeScope();
        using Classifier model = TextModelSamples.Create("gpt2");
        IEnumerable<(string?, Tensor)> tensors = model.Trunk.Weights.Entries.Select(entry => ((string?)entry.Name, entry.Tensor))
            .Append(("h.0.attn.bias", ones(1, 1, 30, 30))).Append(("h.1.attn.masked_bias", ones(1)));
        using var folder = new TextModelFolder(TextModelSamples.Config("gpt2"), tensors);
        using PretrainedClassifier loaded = PretrainedClassifier.Load(folder.Path);

        Assert.Empty(loaded.Report.Unused);
        Assert.Equal(["score.weight"], loaded.Report.Missing);
    }

    [Fact]
    public void Tokens_behind_the_last_one_change_nothing_and_earlier_ones_do()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = TextModelSamples.Create("gpt2");
        var text = new TextInputs(tensor(new long[,] { { 7, 8, 9, 10 } }));
        var longer = new TextInputs(tensor(new long[,] { { 7, 8, 9, 11 } }));
        var other = new TextInputs(tensor(new long[,] { { 6, 8, 9, 10 } }));
        Tensor hidden = Hidden(text), ofLonger = Hidden(longer), ofOther = Hidden(other);

        Assert.Equal(0, (hidden.narrow(1, 0, 3) - ofLonger.narrow(1, 0, 3)).abs().max().item<float>());
        Assert.True((hidden.narrow(1, 3, 1) - ofOther.narrow(1, 3, 1)).abs().max().item<float>() > 1e-4);

        Tensor Hidden(TextInputs inputs) => model.Trunk.Forward(inputs, ForwardContext.Inference).LastHiddenState;
    }

    [Fact]
    public void Padding_on_the_left_moves_positions_but_its_tokens_are_not_seen()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = TextModelSamples.Create("gpt2");
        Tensor mask = tensor(new long[,] { { 0, 0, 1, 1, 1 } });
        Tensor padded = model.Forward(new TextInputs(tensor(new long[,] { { 1, 1, 7, 8, 9 } }), mask.alias()), ForwardContext.Inference);
        Tensor hiddenOther = model.Trunk.Forward(new TextInputs(tensor(new long[,] { { 5, 6, 7, 8, 9 } }), mask.alias()), ForwardContext.Inference).LastHiddenState;
        Tensor hidden = model.Trunk.Forward(new TextInputs(tensor(new long[,] { { 1, 1, 7, 8, 9 } }), mask), ForwardContext.Inference).LastHiddenState;

        Assert.False(padded.isnan().any().item<bool>());
        Assert.Equal(0, (hidden.narrow(1, 2, 3) - hiddenOther.narrow(1, 2, 3)).abs().max().item<float>());
    }

    [Fact]
    public void A_text_has_the_same_logits_whatever_token_pads_it()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = TextModelSamples.Create("gpt2");
        Tensor alone = model.Forward(new TextInputs(tensor(new long[,] { { 7, 8, 9 } })), ForwardContext.Inference);

        // GPT-2's tokenizer names no padding token, so it pads with id 0, which the model takes for text.
        var padded = new TextInputs(tensor(new long[,] { { 7, 8, 9, 0, 0 }, { 5, 6, 7, 8, 9 } }), tensor(new long[,] { { 1, 1, 1, 0, 0 }, { 1, 1, 1, 1, 1 } }));

        Assert.True((model.Forward(padded, ForwardContext.Inference)[0] - alone[0]).abs().max().item<float>() < 1e-5);
    }
}
