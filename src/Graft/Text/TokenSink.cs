namespace Graft.Text;

/// <summary>Takes tokens with their ranges, without an allocation for each.</summary>
public sealed class TokenSink
{
    private int[] _ids = new int[64];
    private TextSpan[] _spans = new TextSpan[64];

    /// <summary>The number of tokens taken.</summary>
    public int Count { get; private set; }

    internal ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    internal ReadOnlySpan<TextSpan> Spans => _spans.AsSpan(0, Count);

    /// <summary>Takes a token.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="start">Its first char in the word.</param>
    /// <param name="end">One past its last char in the word.</param>
    public void Add(int id, int start, int end)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Count * 2);
            Array.Resize(ref _spans, Count * 2);
        }

        _ids[Count] = id;
        _spans[Count++] = new TextSpan(start, end);
    }

    /// <summary>Takes tokens without ranges.</summary>
    internal void AddIds(ReadOnlySpan<int> ids)
    {
        if (Count + ids.Length > _ids.Length)
        {
            Array.Resize(ref _ids, Math.Max(_ids.Length * 2, Count + ids.Length));
            Array.Resize(ref _spans, _ids.Length);
        }

        if (ids.Length == 1)
        {
            _ids[Count] = ids[0];
        }
        else
        {
            ids.CopyTo(_ids.AsSpan(Count));
        }

        Count += ids.Length;
    }

    internal void Truncate(int count) => Count = count;

    internal void Reverse(int from)
    {
        Array.Reverse(_ids, from, Count - from);
        Array.Reverse(_spans, from, Count - from);
    }
}
