using Graft.Text.Unicode;

namespace Graft.Text;

/// <summary>Code points with how each changes the number of code points; see <see cref="AlignedText.Apply"/>.</summary>
internal sealed class TransformList
{
    private int[] _codePoints = new int[64], _changes = new int[64];

    public int Count { get; private set; }

    public int CodePoint(int index) => _codePoints[index];

    public ref int Change(int index) => ref _changes[index];

    public void Clear() => Count = 0;

    public void Add(int codePoint, int change)
    {
        if (Count == _codePoints.Length)
        {
            Array.Resize(ref _codePoints, Count * 2);
            Array.Resize(ref _changes, Count * 2);
        }

        _codePoints[Count] = codePoint;
        _changes[Count++] = change;
    }

    public void Set(int index, int codePoint, int change)
    {
        _codePoints[index] = codePoint;
        _changes[index] = change;
    }

    /// <summary>Sorts a range of marks by their combining class; those of one class keep their order.</summary>
    public void SortMarks(int start, int end)
    {
        NormalizationTables tables = NormalizationTables.Shared;
        int[] marks = _codePoints[start..end], changes = _changes[start..end];
        int[] order = [.. Enumerable.Range(0, marks.Length).OrderBy(mark => tables.CombiningClass(marks[mark]))];
        for (int i = 0; i < order.Length; i++)
        {
            Set(start + i, marks[order[i]], changes[order[i]]);
        }
    }

    public void Truncate(int count) => Count = count;
}
