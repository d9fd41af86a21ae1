using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Bert;

/// <summary>
/// BERT's encoder with its pooler. Source: Devlin et al., "BERT: pre-training of deep bidirectional transformers for
/// language understanding", 2018.
/// </summary>
public sealed class Bert : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public Bert(BertConfig config)
    {
        Config = config;
        Embeddings = new BertEmbeddings(config);
        Encoder = [.. Enumerable.Range(0, config.Layers).Select(_ => new BertLayer(config))];
        Pooler = new Linear(config.HiddenSize, config.HiddenSize);
    }

    /// <summary>The architecture.</summary>
    public BertConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= BertWeights.Of(this);

    internal BertEmbeddings Embeddings { get; }

    internal IReadOnlyList<BertLayer> Encoder { get; }

    internal Linear Pooler { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        TextInputs text = Expect<TextInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        Tensor? mask = text.AdditiveMask();                         // [b,1,1,t]
        Tensor hidden = Embeddings.Forward(text, context);          // [b,t,d]
        context.Trace?.AddHiddenState(hidden);
        foreach (BertLayer layer in Encoder)
        {
            hidden = layer.Forward(hidden, mask, context);
            context.Trace?.AddHiddenState(hidden);
        }

        Tensor pooled = tanh(Pooler.Forward(hidden.select(1, 0)));  // [b,d], of the first token
        return new TrunkOutput(scope.MoveToOuter(hidden), scope.MoveToOuter(pooled));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Embeddings.Dispose();
        base.Dispose();
    }
}
