using Graft.Data;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Tensors;
using Graft.Vision;

namespace Graft.Pipelines;

/// <summary>Images in, labels and scores out, as the public "image-classification" pipeline gives them.</summary>
public sealed class ImageClassificationPipeline : ClassificationPipeline
{
    private readonly IImageProcessor _processor;

    internal ImageClassificationPipeline(PretrainedClassifier classifier, string folder, PipelineOptions options, ComputeDevice device)
        : base(classifier, options, defaultTopK: 5, device)
    {
        try
        {
            ChannelCheck.Run(classifier);
            _processor = options.ImageProcessors.Load(folder);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="ClassificationPipeline.Load"/>
    public static new ImageClassificationPipeline Load(string folder, PipelineOptions? options = null)
    {
        ClassificationPipeline pipeline = ClassificationPipeline.Load(folder, options);
        if (pipeline is ImageClassificationPipeline image)
        {
            return image;
        }

        pipeline.Dispose();
        throw new ModelException("The folder holds a model of texts.", folder, remedy: "Open it with TextClassificationPipeline.");
    }

    /// <summary>Predicts one image file.</summary>
    /// <returns>The best labels, the best first.</returns>
    /// <exception cref="DataException">The file is missing, is empty or cannot be read.</exception>
    /// <exception cref="ImageDecodeException">The file is no image that can be decoded.</exception>
    public IReadOnlyList<LabelScore> Predict(string path) => Predict([ImageExample.FromFile(path)])[0];

    /// <summary>Predicts one encoded image (PNG, JPEG, …).</summary>
    /// <param name="encoded">The file's bytes.</param>
    /// <param name="name">What messages call it.</param>
    public IReadOnlyList<LabelScore> Predict(ReadOnlyMemory<byte> encoded, string name = "image") =>
        Predict([ImageExample.FromBytes(name, encoded)])[0];

    /// <summary>Predicts image files, in batches.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>A prediction a file, in the files' order.</returns>
    /// <exception cref="DataException">A file is missing, is empty or cannot be read.</exception>
    /// <exception cref="ImageDecodeException">A file is no image that can be decoded.</exception>
    public IReadOnlyList<IReadOnlyList<LabelScore>> Predict(IEnumerable<string> paths, CancellationToken cancellation = default) =>
        Predict([.. paths.Select(ImageExample.FromFile)], cancellation);

    private protected override IBatchSource Encode(IReadOnlyList<Example> examples) =>
        new EncodedImages(new Dataset(InputKind.Image, Labels, examples), _processor);
}
