using System.Text.Json;
using Graft.Tensors;

namespace Graft.Vision.Processing;

/// <summary>Writes preprocessor_config.json as the public tools do: sorted names, two spaces, only the fields the processor has.</summary>
internal static class ImageProcessorWriter
{
    /// <summary>Writes the file whole, replacing one that is there.</summary>
    /// <exception cref="FileWriteException">The disk is full, or the folder is missing or may not be written to.</exception>
    public static void Write(ImageProcessorConfig config, string path)
    {
        string text = JsonSerializer.Serialize(Fields(config), new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" });
        AtomicFile.WriteAllText(path, text + "\n");
    }

    private static SortedDictionary<string, object> Fields(ImageProcessorConfig config)
    {
        var fields = new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["do_normalize"] = config.DoNormalize,
            ["do_rescale"] = config.DoRescale,
            ["do_resize"] = config.DoResize,
            ["image_mean"] = config.ImageMean,
            ["image_processor_type"] = config.Kind + "ImageProcessor",
            ["image_std"] = config.ImageStd,
            ["resample"] = (int)config.Resample,
            ["rescale_factor"] = config.RescaleFactor,
            ["size"] = Edges(config.Size),
        };
        if (config.CropSize is not null)
        {
            fields["crop_size"] = Edges(config.CropSize);
            fields["do_center_crop"] = config.DoCenterCrop;
        }

        switch (config.Kind)
        {
            case ImageProcessorKind.ConvNext:
                fields["crop_pct"] = config.CropPct!;
                break;
            case ImageProcessorKind.EfficientNet:
                fields["rescale_offset"] = config.RescaleOffset;
                fields["include_top"] = config.IncludeTop;
                break;
            case ImageProcessorKind.Bit:
                fields["do_convert_rgb"] = true;
                break;
        }

        return fields;
    }

    private static SortedDictionary<string, int> Edges(ImageSize size)
    {
        var edges = new SortedDictionary<string, int>(StringComparer.Ordinal);
        Add("height", size.Height);
        Add("width", size.Width);
        Add("shortest_edge", size.ShortestEdge);
        Add("longest_edge", size.LongestEdge);
        Add("max_height", size.MaxHeight);
        Add("max_width", size.MaxWidth);
        return edges;

        void Add(string name, int? value)
        {
            if (value is int edge)
            {
                edges[name] = edge;
            }
        }
    }
}
