using System.Collections.Concurrent;
using Graft.Data;
using Graft.Vision;

namespace Graft.Jobs;

/// <summary>Images by what their headers say.</summary>
/// <param name="MinWidth">The narrowest.</param>
/// <param name="MaxWidth">The widest.</param>
/// <param name="MinHeight">The lowest.</param>
/// <param name="MaxHeight">The highest.</param>
/// <param name="Formats">How many there are of each format.</param>
public sealed record ImageSummary(int MinWidth, int MaxWidth, int MinHeight, int MaxHeight, IReadOnlyDictionary<string, int> Formats)
{
    /// <summary>Reads the headers; null for no images.</summary>
    internal static ImageSummary? Of(Dataset images)
    {
        if (images.Count == 0)
        {
            return null;
        }

        var headers = new ConcurrentBag<ImageHeader>();
        Parallel.For(0, images.Count, row =>
        {
            var image = (ImageExample)images[row];
            headers.Add(ImageDecoder.ReadHeader(image.ReadBytes().Span, image.Name));
        });
        return new ImageSummary(
            headers.Min(header => header.Width), headers.Max(header => header.Width),
            headers.Min(header => header.Height), headers.Max(header => header.Height),
            headers.GroupBy(header => header.Format).OrderByDescending(group => group.Count())
                .ToDictionary(group => group.Key.ToString().ToLowerInvariant(), group => group.Count()));
    }
}
