using Graft.Models;
using static TorchSharp.torch;

namespace Graft.Export;

/// <summary>Batches of random pixels: one image and three.</summary>
/// <param name="shape">Their shape.</param>
/// <param name="isFixedSize">False for models that take images of other sizes too: then one batch has odd sides.</param>
internal sealed class ImageCases(ImageShape shape, bool isFixedSize)
{
    /// <summary>The batches.</summary>
    public IReadOnlyList<ExportCase> Create()
    {
        var cases = new List<ExportCase> { Case(1, shape.Height, shape.Width), Case(3, shape.Height, shape.Width) };
        if (!isFixedSize)
        {
            cases.Add(Case(1, (shape.Height * 5 / 4) | 1, (shape.Width * 3 / 2) | 1));
        }

        return cases;
    }

    private ExportCase Case(int images, int height, int width) => new(
        $"{images} image{(images == 1 ? "" : "s")} of {width} × {height} pixels", () => Batch(images, height, width));

    // Normalised pixels lie about 0, few of them beyond 2.
    private ImageInputs Batch(int images, int height, int width)
    {
        var random = new Random(images);
        float[] pixels = new float[images * shape.Channels * height * width];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = 4 * random.NextSingle() - 2;
        }

        return new ImageInputs(tensor(pixels, [images, shape.Channels, height, width]));
    }
}
