using Graft.Vision.Resampling;

namespace Graft.Vision.Processing;

/// <summary>The sizes a picture goes through: resize and centre crop, as the public processors compute them.</summary>
internal sealed class ImageGeometry
{
    // From this size on ConvNeXT warps and does not crop.
    private const int ConvNextWarpSize = 384;

    private readonly ImageProcessorConfig _config;
    private readonly ImageSize _size;
    private readonly ImageSize? _crop;

    /// <summary>Takes the sizes from the settings.</summary>
    public ImageGeometry(ImageProcessorConfig config)
    {
        _config = config;
        _size = config.Size;
        _crop = config.DoCenterCrop ? config.CropSize : null;
        if (config.Kind == ImageProcessorKind.ConvNext && config.DoResize)
        {
            int edge = config.Size.ShortestEdge!.Value;
            ImageSize square = ImageSize.Exactly(edge, edge);
            _size = edge < ConvNextWarpSize ? ImageSize.Shortest((int)(edge / config.CropPct!.Value)) : square;
            _crop = edge < ConvNextWarpSize ? square : null;
        }

        FixedOutput = _crop is not null ? (_crop.Height!.Value, _crop.Width!.Value)
            : config.DoResize && _size.Height is int height && _size.Width is int width ? (height, width)
            : null;
    }

    /// <summary>Rows and columns of every output, or null where they depend on the picture.</summary>
    public (int Height, int Width)? FixedOutput { get; }

    /// <summary>The sizes for one picture.</summary>
    public ImagePlan Plan(int width, int height)
    {
        (long resizedWidth, long resizedHeight) = _config.DoResize ? Resized(width, height) : (width, height);
        if (resizedWidth > int.MaxValue || resizedHeight > int.MaxValue)
        {
            throw TooLarge(width, height, resizedWidth, resizedHeight);
        }

        (int outputHeight, int outputWidth) = FixedOutput ?? ((int)resizedHeight, (int)resizedWidth);
        if ((long)outputHeight * outputWidth > RgbImage.MaxPixels)
        {
            throw TooLarge(width, height, outputWidth, outputHeight);
        }

        // The centre; where the picture is smaller the start is negative, which leaves the larger half of the margin before it.
        int left = (int)Math.Floor((resizedWidth - outputWidth) / 2.0);
        int top = (int)Math.Floor((resizedHeight - outputHeight) / 2.0);
        return new ImagePlan((int)resizedWidth, (int)resizedHeight, new PixelWindow(left, top, outputWidth, outputHeight));
    }

    private (long Width, long Height) Resized(int width, int height)
    {
        if (_size.ShortestEdge is int shortest)
        {
            return _size.LongestEdge is int longest ? Capped(width, height, shortest, longest) : InProportion(width, height, shortest);
        }

        if (_size.MaxHeight is int maxHeight && _size.MaxWidth is int maxWidth)
        {
            double scale = Math.Min((double)maxHeight / height, (double)maxWidth / width);
            return (AtLeastOne(width * scale), AtLeastOne(height * scale));
        }

        return (_size.Width!.Value, _size.Height!.Value);
    }

    private static (long Width, long Height) InProportion(int width, int height, int shortest) =>
        width <= height
            ? (shortest, (long)((double)((long)shortest * height) / width))
            : ((long)((double)((long)shortest * width) / height), shortest);

    // As DETR resizes: the short edge to a length, or less if the long edge would pass its cap.
    private static (long Width, long Height) Capped(int width, int height, int shortest, int longest)
    {
        double small = Math.Min(width, height);
        double large = Math.Max(width, height);
        double exact = shortest;
        if (large / small * shortest > longest)
        {
            exact = longest * small / large;
        }

        long edge = AtLeastOne(Math.Round(exact, MidpointRounding.ToEven));
        if (small == edge)
        {
            return (width, height);
        }

        return width < height
            ? (edge, AtLeastOne(exact * height / width))
            : (AtLeastOne(exact * width / height), edge);
    }

    private static long AtLeastOne(double length) => Math.Max(1, (long)length);

    private static GraftException TooLarge(int width, int height, long outputWidth, long outputHeight) => new(
        $"A picture of {width}x{height} pixels would be resized to {outputWidth}x{outputHeight}, which is too large.",
        remedy: "Crop the picture or leave it out.");
}
