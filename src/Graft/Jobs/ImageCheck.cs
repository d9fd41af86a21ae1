using System.Collections.Concurrent;
using Graft.Data;
using Graft.Vision;

namespace Graft.Jobs;

/// <summary>Decodes every image before training, so that a broken one does not end a run in its middle.</summary>
internal static class ImageCheck
{
    private const int NamesShown = 5;

    /// <summary>The dataset itself if all its images decode.</summary>
    /// <param name="dataset">Texts are let through.</param>
    /// <param name="skipBad">True to leave broken images out, with a note for each.</param>
    /// <param name="note">Gets the notes.</param>
    /// <exception cref="JobException">Some images are broken and are not to be left out.</exception>
    public static Dataset Run(Dataset dataset, bool skipBad, Action<string> note)
    {
        if (dataset.Kind != ExampleKind.Image)
        {
            return dataset;
        }

        var broken = new ConcurrentDictionary<int, GraftException>();
        Parallel.For(0, dataset.Count, row =>
        {
            try
            {
                var image = (ImageExample)dataset[row];
                ImageDecoder.Decode(image.ReadBytes().Span, image.Name);
            }
            catch (GraftException error)
            {
                broken[row] = error;
            }
        });
        if (broken.IsEmpty)
        {
            return dataset;
        }

        string[] messages = [.. broken.OrderBy(pair => pair.Key).Select(pair => pair.Value.Message)];
        string shown = string.Join(" ", messages.Take(NamesShown)) + (messages.Length > NamesShown ? $" And {messages.Length - NamesShown} more." : "");
        if (!skipBad)
        {
            throw new JobException($"{messages.Length} of {dataset.Count} images cannot be decoded: {shown}", dataset.Name,
                remedy: "Mend or remove them, or leave them out with --skip-bad.");
        }

        note($"{messages.Length} of {dataset.Count} images cannot be decoded and are left out: {shown}");
        return dataset.Select([.. Enumerable.Range(0, dataset.Count).Where(row => !broken.ContainsKey(row))]);
    }
}
