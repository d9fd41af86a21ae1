using System.Collections.Concurrent;
using Graft.Data;
using Graft.Models;
using Graft.Preflight.Survey;
using Graft.Vision;

namespace Graft.Jobs;

/// <summary>Decodes every image before training, so that a broken one does not end a run in its middle.</summary>
internal static class ImageCheck
{
    private const int NamesShown = 5;

    /// <summary>The parts themselves if all their images decode.</summary>
    /// <param name="name">What messages call the data.</param>
    /// <param name="parts">Texts are let through; null parts stay null.</param>
    /// <param name="skipBad">True to leave broken images out, with a note that lists them.</param>
    /// <param name="note">Gets the note.</param>
    /// <param name="scan">What was seen of the rows, if anybody looked already.</param>
    /// <exception cref="JobException">Some images are broken and are not to be left out.</exception>
    public static Dataset?[] Run(string name, Dataset?[] parts, bool skipBad, Action<string> note, PreflightScan? scan = null)
    {
        SortedDictionary<int, string>?[] broken = [.. parts.Select(part => part is { Kind: InputKind.Image } ? (scan is null ? FindBroken(part) : Broken(part, scan)) : null)];
        string[] messages = [.. broken.SelectMany(part => part?.Values.AsEnumerable() ?? [])];
        if (messages.Length == 0)
        {
            return parts;
        }

        int images = parts.Sum(part => part?.Count ?? 0);
        string shown = string.Join(" ", messages.Take(NamesShown)) + (messages.Length > NamesShown ? $" And {messages.Length - NamesShown} more." : "");
        if (!skipBad)
        {
            throw new JobException($"{messages.Length} of {images} images cannot be decoded: {shown}", name,
                remedy: "Mend or remove them, or leave them out with --skip-bad.");
        }

        note($"{messages.Length} of {images} images cannot be decoded and are left out: {shown}");
        return [.. parts.Select((part, i) => part?.Select([.. Enumerable.Range(0, part.Count).Where(row => broken[i]?.ContainsKey(row) != true)]))];
    }

    private static SortedDictionary<int, string> Broken(Dataset images, PreflightScan scan) =>
        new(images.Index().Where(row => scan[row.Item] is ImageFacts { Problem: not null }).ToDictionary(row => row.Index, row => ((ImageFacts)scan[row.Item]).Problem!));

    private static SortedDictionary<int, string> FindBroken(Dataset images)
    {
        var broken = new ConcurrentDictionary<int, string>();
        Parallel.For(0, images.Count, row =>
        {
            try
            {
                var image = (ImageExample)images[row];
                ImageDecoder.Decode(image.ReadBytes().Span, image.Name);
            }
            catch (GraftException error)
            {
                broken[row] = error.Message;
            }
        });
        return new SortedDictionary<int, string>(broken);
    }
}
