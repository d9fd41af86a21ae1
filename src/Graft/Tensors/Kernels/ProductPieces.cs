using TorchSharp;

namespace Graft.Tensors.Kernels;

/// <summary>How a product of rows with the panels of a matrix is shared out: some rows, which stay in the second-level cache, by some panels.</summary>
/// <param name="rows">Number of rows.</param>
/// <param name="panels">Number of panels.</param>
internal readonly struct ProductPieces(int rows, int panels)
{
    private const int RowsPerBlock = 96;

    // So that no thread waits long for the last piece.
    private const int PiecesPerThread = 4, LeastPieces = 16;

    private readonly int _leastPieces = Math.Max(LeastPieces, PiecesPerThread * torch.get_num_threads());

    /// <summary>Blocks of rows.</summary>
    public int Blocks { get; } = (rows + RowsPerBlock - 1) / RowsPerBlock;

    /// <summary>Number of pieces.</summary>
    public int Count => Blocks * Parts;

    private int Parts => Math.Min(panels, (_leastPieces + Blocks - 1) / Math.Max(1, Blocks));

    /// <summary>The rows of a block: the first, and how many.</summary>
    public (int First, int Count) RowsOf(int block) => (block * RowsPerBlock, Math.Min(RowsPerBlock, rows - block * RowsPerBlock));

    /// <summary>What a piece is: a block of rows, and the panels from one to before another.</summary>
    public (int Block, int FirstPanel, int EndPanel) Of(int piece) => (piece / Parts, piece % Parts * panels / Parts, (piece % Parts + 1) * panels / Parts);
}
