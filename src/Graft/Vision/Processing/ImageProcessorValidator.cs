namespace Graft.Vision.Processing;

/// <summary>Checks a processor's settings, all at once.</summary>
internal static class ImageProcessorValidator
{
    private const int MaxEdge = 16_384;

    /// <summary>Throws one error that names every contradiction.</summary>
    public static void Validate(ImageProcessorConfig config, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        List<string> problems = [];
        if (config.DoResize)
        {
            CheckSize(config, problems);
        }

        if (config.DoCenterCrop && !IsExact(config.CropSize))
        {
            problems.Add("crop_size needs height and width where do_center_crop is true");
        }

        CheckEdges("size", config.Size, problems);
        CheckEdges("crop_size", config.CropSize, problems);
        if (!Enum.IsDefined(config.Resample))
        {
            problems.Add($"resample is {(int)config.Resample}, but must be 0 to 5");
        }

        if (config.ImageMean.Count != 3 || config.ImageStd.Count != 3)
        {
            problems.Add($"image_mean and image_std need three numbers, but have {config.ImageMean.Count} and {config.ImageStd.Count}");
        }
        else if ((config.DoNormalize || config.IncludeTop) && config.ImageStd.Any(std => (float)std == 0 || !double.IsFinite(std)))
        {
            problems.Add("image_std holds a zero");
        }

        if (problems.Count > 0)
        {
            throw new GraftException("The image settings make no sense: " + string.Join("; ", problems) + ".", path);
        }
    }

    private static void CheckSize(ImageProcessorConfig config, List<string> problems)
    {
        if (config.Kind == ImageProcessorKind.ConvNext)
        {
            if (config.Size.ShortestEdge is null)
            {
                problems.Add("size needs shortest_edge");
            }

            if (config.CropPct is not (> 0 and <= 1))
            {
                problems.Add($"crop_pct must be above 0 and at most 1, but is {config.CropPct?.ToString() ?? "absent"}");
            }
        }
        else if (!IsExact(config.Size) && config.Size.ShortestEdge is null && (config.Size.MaxHeight is null || config.Size.MaxWidth is null))
        {
            problems.Add("size needs height and width, or shortest_edge, or max_height and max_width");
        }
    }

    private static void CheckEdges(string name, ImageSize? size, List<string> problems)
    {
        int?[] edges = [size?.Height, size?.Width, size?.ShortestEdge, size?.LongestEdge, size?.MaxHeight, size?.MaxWidth];
        foreach (int? edge in edges)
        {
            if (edge is <= 0 or > MaxEdge)
            {
                problems.Add($"{name} has an edge of {edge}, but must be 1 to {MaxEdge}");
            }
        }
    }

    private static bool IsExact(ImageSize? size) => size is { Height: not null, Width: not null };
}
