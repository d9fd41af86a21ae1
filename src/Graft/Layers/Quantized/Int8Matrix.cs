using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Quantized;

/// <summary>A matrix of whole numbers, laid for products in the way that is fastest here.</summary>
internal sealed unsafe class Int8Matrix : IDisposable
{
    // Such a product as most calls consist of; a call's own costs decide smaller ones. It takes a few milliseconds.
    private const int ProbedRows = 256, ProbedInputs = 768, ProbedOutputs = 768, Rounds = 6;

    // A look at a fraction of it: libtorch's product is a plain loop on processors without instructions for it, and a whole one would take long.
    private const int FewRows = 16, LookTries = 3;
    private const double FarBehind = 0.2;

    // [n,k] and [k,m] int8 -> [n,m] int32; TorchSharp has no name for it.
    private static readonly Lazy<jit.CompilationUnit> Script =
        new(() => jit.compile("def product(x: Tensor, w: Tensor):\n    return torch._int_mm(x, w)\n"));

    private static readonly Lazy<Int8Way> Fastest = new(FindFastest);

    private readonly Tensor _laid;
    private readonly int _inputs, _outputs;
    private readonly Int8Way _way;

    /// <summary>Lays a matrix for the fastest way.</summary>
    /// <param name="values">[m,k] int8.</param>
    public Int8Matrix(Tensor values)
        : this(values, Fastest.Value)
    {
    }

    /// <summary>Lays a matrix for one of the <see cref="Ways"/>.</summary>
    internal Int8Matrix(Tensor values, Int8Way way)
    {
        (_outputs, _inputs, _way) = ((int)values.shape[0], (int)values.shape[1], way);
        Tensor laid = way switch
        {
            Int8Way.Kernel => Pack(values),
            Int8Way.Library => values.t(),
            _ => values.to(ScalarType.Float32),
        };
        _laid = laid.DetachFromDisposeScope();
    }

    /// <summary>The ways that there are here.</summary>
    internal static IReadOnlyList<Int8Way> Ways => OwnKernels.AreOn && Int8ProductKernel.IsSupported
        ? [Int8Way.Kernel, Int8Way.Library, Int8Way.Float32]
        : [Int8Way.Library, Int8Way.Float32];

    /// <summary>The fastest way's rate: 10^9 operations a second, or null where there is no such product.</summary>
    public static double? Gops(int rows, int inputs, int outputs) => Gops(rows, inputs, outputs, Fastest.Value, tries: 5);

    /// <summary>x Wᵀ.</summary>
    /// <param name="x">[n,k] int8, contiguous.</param>
    /// <returns>[n,m] int32.</returns>
    public Tensor Product(Tensor x) => _way switch
    {
        Int8Way.Kernel => KernelProduct(x),
        Int8Way.Library => Script.Value.invoke<Tensor>("product", x, _laid),
        _ => FloatProduct(x),
    };

    /// <inheritdoc/>
    public void Dispose() => _laid.Dispose();

    // The ways take turns, so that what disturbs one disturbs the others.
    private static Int8Way FindFastest()
    {
        var looks = Ways.ToDictionary(way => way, way => Gops(FewRows, ProbedInputs, ProbedOutputs, way, LookTries) ?? 0);
        Int8Way[] near = [.. Ways.Where(way => looks[way] >= FarBehind * looks.Values.Max())];
        var best = near.ToDictionary(way => way, _ => 0.0);
        for (int round = 0; near.Length > 1 && round < Rounds; round++)
        {
            foreach (Int8Way way in near)
            {
                best[way] = Math.Max(best[way], Gops(ProbedRows, ProbedInputs, ProbedOutputs, way, tries: 1) ?? 0);
            }
        }

        return near.MaxBy(way => best[way]);
    }

    private static double? Gops(int rows, int inputs, int outputs, Int8Way way, int tries)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones([rows, inputs], dtype: ScalarType.Int8), weight = ones([outputs, inputs], dtype: ScalarType.Int8);
        using var matrix = new Int8Matrix(weight, way);
        return ProductRates.Rate(2.0 * rows * inputs * outputs, () => matrix.Product(x), tries);
    }

    private static Tensor Pack(Tensor values)
    {
        int outputs = (int)values.shape[0], inputs = (int)values.shape[1];
        using Tensor dense = values.contiguous();
        Tensor packed = empty([Int8ProductKernel.PackedElements(inputs, outputs)], dtype: ScalarType.Int8);
        nint from = TensorAddress.Of(dense), to = TensorAddress.Of(packed);
        WorkTeam.ForEach(Int8ProductKernel.Panels(outputs), panel =>
        {
            int first = panel * Int8ProductKernel.Panel;
            Int8ProductKernel.Pack(
                (sbyte*)from + (nint)first * inputs, inputs, Math.Min(Int8ProductKernel.Panel, outputs - first),
                (sbyte*)to + (nint)first * Int8ProductKernel.Depth(inputs));
        });
        return packed;
    }

    private Tensor FloatProduct(Tensor x)
    {
        using Tensor numbers = x.to(ScalarType.Float32), sums = nn.functional.linear(numbers, _laid);
        return sums.to(ScalarType.Int32);
    }

    private Tensor KernelProduct(Tensor x)
    {
        int rows = (int)x.shape[0], inputs = _inputs, outputs = _outputs, depth = Int8ProductKernel.Depth(inputs);
        var pieces = new ProductPieces(rows, Int8ProductKernel.Panels(outputs));
        Tensor sums = empty([rows, outputs], dtype: ScalarType.Int32);
        using Tensor wide = empty([rows, depth], dtype: ScalarType.Int16);
        nint from = TensorAddress.Of(x), between = TensorAddress.Of(wide), to = TensorAddress.Of(sums), packed = TensorAddress.Of(_laid);
        WorkTeam.ForEach(pieces.Blocks, block =>
        {
            (int first, int count) = pieces.RowsOf(block);
            Int8ProductKernel.Widen((sbyte*)from + (nint)first * inputs, count, inputs, (short*)between + (nint)first * depth);
        });
        WorkTeam.ForEach(pieces.Count, piece =>
        {
            (int block, int firstPanel, int endPanel) = pieces.Of(piece);
            (int first, int count) = pieces.RowsOf(block);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int column = panel * Int8ProductKernel.Panel;
                Int8ProductKernel.Run(
                    (short*)between + (nint)first * depth, count, depth, (sbyte*)packed + (nint)column * depth,
                    (int*)to + (nint)first * outputs + column, outputs, Math.Min(Int8ProductKernel.Panel, outputs - column));
            }
        });
        return sums;
    }
}
