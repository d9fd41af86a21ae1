namespace Graft.Data.Reading;

/// <summary>A stream over something far away, which gets parts of it best when it knows of them beforehand.</summary>
internal interface IRangeSource
{
    /// <summary>Tells what will be read next, so that it can be got at once.</summary>
    void Announce(IReadOnlyList<(long Start, long Length)> ranges);
}
