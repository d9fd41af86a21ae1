using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Jobs.Benchmarks;

/// <summary>Where a step's time goes: each kind of work measured by itself at the step's shapes, times how often it happens.</summary>
/// <param name="options">The step.</param>
/// <param name="format">Its format.</param>
/// <param name="tokens">Tokens of a row.</param>
/// <param name="cancellation">Stops between repeats.</param>
internal sealed class StepProfile(BenchOptions options, ComputeFormat format, int tokens, CancellationToken cancellation)
{
    private const double DropoutShare = 0.1;
    private const int Heads = 12;

    private readonly ScalarType _type = format == ComputeFormat.Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
    private readonly int _rows = options.BatchSize * tokens;

    /// <summary>Measures the parts.</summary>
    /// <param name="stepSeconds">The whole step.</param>
    /// <param name="optimizerSeconds">Clipping and update, measured within it.</param>
    public IReadOnlyList<BenchPart> Measure(double stepSeconds, double optimizerSeconds)
    {
        (int layers, int hidden, int inner) = options.Model.Sizes();
        using DisposeScope scope = NewDisposeScope();
        bool drops = !options.Model.ReadsImages(), dropsAttention = drops && options.AttentionDropout;
        (string Name, double Seconds)[] parts =
        [
            ("products of linear layers", layers * (4 * Product(hidden, hidden) + Product(hidden, inner) + Product(inner, hidden))),
            ("attention", layers * Attention(hidden, dropsAttention)),
            ("GELU", layers * Gelu(inner)),
            (drops ? "dropout, sums and norms" : "sums and norms", 2 * layers * Norm(hidden, drops)),
            ("clipping and optimizer", optimizerSeconds),
        ];
        double rest = stepSeconds - parts.Sum(part => part.Seconds);
        double masks = drops ? (2 * layers + 1) * Masks((long)_rows * hidden) + (dropsAttention ? layers * Masks((long)_rows * Heads * tokens) : 0) : 0;
        BenchPart Part(string name, double seconds) => new(name, seconds, seconds / stepSeconds);
        return [.. parts.Select(part => Part(part.Name, part.Seconds)), Part("embeddings, head, copies and the rest", rest), Part("of all these, drawing dropout masks", masks)];
    }

    // Forward, gradient of the input, gradient of the weight.
    private double Product(int inputs, int outputs)
    {
        using IDisposable gradientsOff = no_grad();
        Tensor x = ones([_rows, inputs], dtype: _type), weight = ones([outputs, inputs], dtype: _type), gradient = ones([_rows, outputs], dtype: _type);
        return Best(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            _ = nn.functional.linear(x, weight);
            _ = gradient.mm(weight);
            _ = gradient.t().mm(x);
        });
    }

    private double Attention(int hidden, bool drops)
    {
        Tensor packed = rand([options.BatchSize, tokens, Heads, hidden / Heads]).to(_type).transpose(1, 2);
        Tensor query = packed.detach().requires_grad_(), key = packed.detach().requires_grad_(), value = packed.detach().requires_grad_();
        ForwardContext context = Context(drops);
        return Best(() => Backward(() => FusedAttention.Apply(query, key, value, mask: null, drops ? DropoutShare : 0, context)));
    }

    private double Gelu(int inner)
    {
        Tensor x = rand([_rows, inner]).to(_type).requires_grad_();
        return Best(() => Backward(() => FusedGelu.Apply(x)));
    }

    private double Norm(int hidden, bool drops)
    {
        var norm = new LayerNorm(hidden, 1e-12);
        using (no_grad())
        {
            norm.Weight.fill_(1);
            norm.Bias!.fill_(0);
        }

        using IDisposable weight = norm.Weight, bias = norm.Bias;
        if (_type == ScalarType.BFloat16)
        {
            TensorFormat.Replace(norm.Weight, norm.Weight.to(_type));
            TensorFormat.Replace(norm.Bias, norm.Bias.to(_type));
        }

        Tensor residual = rand([_rows, hidden]).to(_type).requires_grad_(), branch = rand([_rows, hidden]).to(_type);
        ForwardContext context = Context(drops);
        return Best(() => Backward(() => DropoutAddNorm.Apply(branch, residual, norm, drops ? DropoutShare : 0, context)));
    }

    private double Masks(long elements)
    {
        DropoutMask mask = new DropoutStream(seed: 1).Next(DropoutShare);
        int width = 1 << 12, rows = (int)(elements / width);
        return Best(() => WorkTeam.ForEach(rows, row =>
        {
            Span<ulong> bits = stackalloc ulong[64];
            mask.Draw((long)row * width, width, bits);
        }));
    }

    private double Best(Action work) => RepeatedTimes.Best(work, cancellation: cancellation);

    private static ForwardContext Context(bool drops) => new() { Dropout = drops ? new DropoutStream(seed: 1) : null };

    private static void Backward(Func<Tensor> forward)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = forward();
        using Tensor gradient = ones_like(y);
        autograd.backward([y], [gradient]);
        FusedFailure.ThrowIfAny();
    }
}
