using System.Text.Json;
using Graft.Vision;

namespace Own.Parts;

/// <summary>An image processor: squares of grey from -1 to 1, the same in all three channels.</summary>
internal sealed class GreyImageProcessor(int side) : IImageProcessor
{
    public const string Type = "GreyImageProcessor";

    public (int Height, int Width) OutputSize => (side, side);

    public static GreyImageProcessor From(JsonElement settings) =>
        settings.TryGetProperty("side", out JsonElement value) && value.TryGetInt32(out int side) && side is > 0 and <= 1024
            ? new GreyImageProcessor(side)
            : throw new Graft.GraftException("A whole number from 1 to 1024 is expected.", ImageProcessor.FileName, "\"side\"");

    public void Process(RgbImage image, Span<float> pixelValues)
    {
        ReadOnlySpan<byte> pixels = image.Resize(side, side, ResampleFilter.Bilinear).Pixels;    // [h,w,3]
        int count = side * side;
        for (int i = 0; i < count; i++)
        {
            int sum = pixels[3 * i] + pixels[3 * i + 1] + pixels[3 * i + 2];
            pixelValues[i] = sum / 382.5f - 1;
        }

        pixelValues[..count].CopyTo(pixelValues[count..]);
        pixelValues[..count].CopyTo(pixelValues[(2 * count)..]);
    }

    public void Save(string folder) =>
        File.WriteAllText(Path.Combine(folder, ImageProcessor.FileName), $$"""{"image_processor_type": "{{Type}}", "side": {{side}}}""");
}
