using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Graft.Benchmarks;

/// <summary>
/// BERT-base as one writes it from the library's own layers: the baseline of <see cref="EpochCase"/>. Its own dropout and
/// fused attention, single precision, everything padded to the longest text allowed.
/// </summary>
internal sealed class PlainBert : nn.Module<Tensor, Tensor, Tensor>
{
    private const int Words = 30522, Places = 512, Hidden = 768, Inner = 3072, Layers = 12, Labels = 2;
    private const double Epsilon = 1e-12, Dropped = 0.1;

    private readonly Embedding _words = nn.Embedding(Words, Hidden), _places = nn.Embedding(Places, Hidden);
    private readonly LayerNorm _norm = nn.LayerNorm([Hidden], Epsilon);
    private readonly Dropout _dropout = nn.Dropout(Dropped);
    private readonly ModuleList<Layer> _layers = nn.ModuleList([.. Enumerable.Range(0, Layers).Select(_ => new Layer())]);
    private readonly Linear _pooler = nn.Linear(Hidden, Hidden), _head = nn.Linear(Hidden, Labels);

    public PlainBert()
        : base(nameof(PlainBert)) => RegisterComponents();

    /// <summary>Token ids [b,t] and a mask [b,1,1,t], true where a token is, -> logits [b,2].</summary>
    public override Tensor forward(Tensor ids, Tensor mask)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = _dropout.forward(_norm.forward(_words.forward(ids) + _places.forward(arange(ids.shape[1]))));
        foreach (Layer layer in _layers)
        {
            x = layer.forward(x, mask);
        }

        return _head.forward(_dropout.forward(_pooler.forward(x[.., 0]).tanh())).MoveToOuterDisposeScope();
    }

    private sealed class Layer : nn.Module<Tensor, Tensor, Tensor>
    {
        private const int Heads = 12;

        private readonly Linear _query = nn.Linear(Hidden, Hidden), _key = nn.Linear(Hidden, Hidden), _value = nn.Linear(Hidden, Hidden);
        private readonly Linear _output = nn.Linear(Hidden, Hidden), _up = nn.Linear(Hidden, Inner), _down = nn.Linear(Inner, Hidden);
        private readonly LayerNorm _attentionNorm = nn.LayerNorm([Hidden], Epsilon), _outputNorm = nn.LayerNorm([Hidden], Epsilon);
        private readonly Dropout _dropout = nn.Dropout(Dropped);

        public Layer()
            : base(nameof(Layer)) => RegisterComponents();

        public override Tensor forward(Tensor x, Tensor mask)
        {
            Tensor mixed = nn.functional.scaled_dot_product_attention(Split(_query), Split(_key), Split(_value), mask, Dropped);
            Tensor attended = _attentionNorm.forward(_dropout.forward(_output.forward(mixed.transpose(1, 2).reshape(x.shape))) + x);
            Tensor inner = nn.functional.gelu(_up.forward(attended));
            return _outputNorm.forward(_dropout.forward(_down.forward(inner)) + attended);

            // [b,t,d] -> [b,h,t,d/h]
            Tensor Split(Linear projection) => projection.forward(x).view(x.shape[0], x.shape[1], Heads, Hidden / Heads).transpose(1, 2);
        }
    }
}
