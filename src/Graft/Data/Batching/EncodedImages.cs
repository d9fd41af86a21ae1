using Graft.Models;
using Graft.Tensors;
using Graft.Vision;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Data.Batching;

/// <summary>Images that are decoded and resized when their batch is due; they stay encoded in between.</summary>
public sealed class EncodedImages : IBatchSource
{
    private readonly Dataset _dataset;
    private readonly IImageProcessor _processor;
    private readonly IImageAugmentation? _augmentation;
    private readonly (int Height, int Width) _size;

    /// <summary>Wraps a dataset.</summary>
    /// <param name="dataset">Images with their labels.</param>
    /// <param name="processor">The model's image processor, of a fixed size.</param>
    /// <param name="augmentation">
    /// How images are changed at random, before they are processed, in a training with <c>TrainingOptions.Augment</c>; null (the default): half of them are
    /// mirrored left to right. Its kind and settings are yours to keep when a run is resumed.
    /// </param>
    /// <exception cref="GraftException">The processor gives each image another size.</exception>
    public EncodedImages(Dataset dataset, IImageProcessor processor, IImageAugmentation? augmentation = null)
    {
        if (dataset.Kind != InputKind.Image)
        {
            throw new DataException($"The dataset holds {dataset.Kind} examples, but the model reads images.", dataset.Name,
                remedy: "Name a folder of images, or a model that reads texts.");
        }

        _dataset = dataset;
        _processor = processor;
        _augmentation = augmentation;
        _size = processor.OutputSize;
    }

    /// <inheritdoc/>
    public int Count => _dataset.Count;

    /// <inheritdoc/>
    public LabelSet Labels => _dataset.Labels;

    /// <inheritdoc/>
    public InputKind? Kind => InputKind.Image;

    /// <inheritdoc/>
    public int CostOf(int row) => 1;

    // Six images of 224 pixels: a vision transformer's 1,200 tokens. Convolutional networks were faster with few images at
    // a time: a convolution from 16 to 96 channels of 112 x 112 took 31 ms for 16 images, and 1.2 ms for 4.
    /// <inheritdoc/>
    public int BatchCost => 6;

    /// <summary>The bytes that the image has, encoded: it is not read for this.</summary>
    public ulong FingerprintOf(int row) => (ulong)((ImageExample)_dataset[row]).EncodedLength;

    /// <inheritdoc/>
    public string OriginOf(int row) => _dataset[row].Origin;

    /// <inheritdoc/>
    public float[] TargetsOf(IReadOnlyList<int> rows) => TargetValues.Of(_dataset, rows);

    /// <inheritdoc/>
    public Batch CreateBatch(IReadOnlyList<int> rows, ulong? augmentationSeed)
    {
        Native.TorchLibrary.EnsureLoaded();
        Tensor pixels = empty(rows.Count, 3, _size.Height, _size.Width, dtype: ScalarType.Float32).DetachFromDisposeScope();
        try
        {
            SeededRandom? random = augmentationSeed is { } seed ? new SeededRandom(seed) : null;
            for (int i = 0; i < rows.Count; i++)
            {
                using Tensor image = pixels.select(0, i);
                Span<float> values = image.Floats();
                RgbImage decoded = Decode(rows[i]);
                ulong? draw = random?.NextUInt64();
                _processor.Process(_augmentation is not null && draw is { } own ? _augmentation.Apply(decoded, own) : decoded, values);
                if (_augmentation is null && (draw & 1) == 1)
                {
                    FlipHorizontally(values);
                }
            }

            return new Batch(new ImageInputs(pixels), TargetValues.ToTensor(Labels, TargetsOf(rows)), rows);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void SaveEncoder(string folder) => _processor.Save(folder);

    /// <summary>Decodes an image of the dataset.</summary>
    /// <exception cref="ImageDecodeException">It cannot be decoded; the message names it.</exception>
    public RgbImage Decode(int row)
    {
        var image = (ImageExample)_dataset[row];
        return ImageDecoder.Decode(image.ReadBytes().Span, image.Name);
    }

    private void FlipHorizontally(Span<float> values)
    {
        for (int start = 0; start < values.Length; start += _size.Width)
        {
            values.Slice(start, _size.Width).Reverse();
        }
    }
}
