using Graft.Vision;

namespace Graft.Preflight;

/// <summary>Images by what their headers say.</summary>
/// <param name="MinWidth">The narrowest.</param>
/// <param name="MaxWidth">The widest.</param>
/// <param name="MinHeight">The lowest.</param>
/// <param name="MaxHeight">The highest.</param>
/// <param name="Formats">How many there are of each format.</param>
public sealed record ImageSummary(int MinWidth, int MaxWidth, int MinHeight, int MaxHeight, IReadOnlyDictionary<string, int> Formats)
{
    /// <summary>Sums headers up; null for none.</summary>
    internal static ImageSummary? Of(IReadOnlyCollection<ImageHeader> headers)
    {
        if (headers.Count == 0)
        {
            return null;
        }

        return new ImageSummary(
            headers.Min(header => header.Width), headers.Max(header => header.Width),
            headers.Min(header => header.Height), headers.Max(header => header.Height),
            headers.GroupBy(header => header.Format).OrderByDescending(group => group.Count())
                .ToDictionary(group => group.Key.ToString().ToLowerInvariant(), group => group.Count()));
    }
}
