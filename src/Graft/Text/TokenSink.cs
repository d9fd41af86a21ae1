using System.Runtime.CompilerServices;

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
            Grow(1);
        }

        _ids[Count] = id;
        _spans[Count++] = new TextSpan(start, end);
    }

    /// <summary>Takes the tokens of a word that has no more than its entry holds, without ranges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddIds(in CutWord word)
    {
        // All places of the entry are copied, whatever their number: quicker than to ask.
        if (Count + CutWord.NearIds > _ids.Length)
        {
            Grow(CutWord.NearIds);
        }

        ReadOnlySpan<int> near = word.Near;
        near.CopyTo(_ids.AsSpan(Count, CutWord.NearIds));
        Count += word.Count;
    }

    /// <summary>Takes tokens without ranges.</summary>
    internal void AddIds(ReadOnlySpan<int> ids)
    {
        if (Count + ids.Length > _ids.Length)
        {
            Grow(ids.Length);
        }

        ids.CopyTo(_ids.AsSpan(Count));
        Count += ids.Length;
    }

    private void Grow(int count)
    {
        Array.Resize(ref _ids, Math.Max(_ids.Length * 2, Count + count));
        Array.Resize(ref _spans, _ids.Length);
    }

    internal void Truncate(int count) => Count = count;

    internal void Reverse(int from)
    {
        Array.Reverse(_ids, from, Count - from);
        Array.Reverse(_spans, from, Count - from);
    }
}
