namespace Graft.Text.Unicode;

/// <summary>
/// A table from code point to value in two stages: blocks of 256 code points, of which equal empty ones share one
/// array. Filled once, then only read.
/// </summary>
internal sealed class CodePointMap<T>
    where T : struct
{
    private static readonly T[] Empty = new T[256];
    private readonly T[][] _blocks = new T[UnicodeData.CodePointCount >> 8][];

    public CodePointMap() => Array.Fill(_blocks, Empty);

    /// <summary>The value of a code point (0..10FFFF); the default value where none was set.</summary>
    public T this[int codePoint] => _blocks[codePoint >> 8][codePoint & 0xFF];

    /// <summary>The values of the block of 256 code points that a code point lies in, for writing while the table is built.</summary>
    public Span<T> Block(int codePoint)
    {
        ref T[] block = ref _blocks[codePoint >> 8];
        if (ReferenceEquals(block, Empty))
        {
            block = new T[256];
        }

        return block;
    }

    /// <summary>The place of a code point's value, for writing while the table is built.</summary>
    public ref T At(int codePoint) => ref Block(codePoint)[codePoint & 0xFF];
}
