namespace Graft.Data;

/// <summary>How many inputs of a prediction there are, as far as that is known while they are read.</summary>
internal sealed class InputCount
{
    private long _known;
    private int _unknown;

    /// <summary>All inputs; null while some file was not looked into yet, or where standard input is read.</summary>
    public long? Total => _unknown == 0 ? _known : null;

    /// <summary>There is one input more of which the size is not known yet.</summary>
    public void AddUnknown() => _unknown++;

    /// <summary>There are some inputs more.</summary>
    public void Add(long inputs) => _known += inputs;

    /// <summary>The size of one that was not known is.</summary>
    public void Learn(long inputs)
    {
        _unknown--;
        _known += inputs;
    }
}
