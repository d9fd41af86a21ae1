using Graft.Preflight.Images;
using Graft.Vision;

namespace Graft.Preflight.Survey;

/// <summary>What is known of an image after one look.</summary>
internal sealed class ImageFacts : RowFacts
{
    /// <summary>What its header says; null where that cannot be read.</summary>
    public ImageHeader? Header { get; init; }

    /// <summary>Why it cannot be decoded; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>What near duplicates are found by; null for broken images and those of nearly one colour.</summary>
    public ImageSketch? Sketch { get; init; }

    /// <summary>Whether it is nearly of one colour.</summary>
    public bool IsFlat { get; init; }
}
