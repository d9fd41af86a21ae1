using Graft.Data;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Pipelines;
using Graft.Text;
using Graft.Vision;

namespace Graft.Jobs;

/// <summary>Datasets as a model of a folder reads them.</summary>
/// <param name="encode">Encodes one dataset.</param>
/// <param name="maxLength">Tokens after which texts are cut; null for images.</param>
/// <param name="note">What the user should know, or null.</param>
internal sealed class EncodedParts(Func<Dataset, IBatchSource> encode, int? maxLength, string? note = null)
{
    /// <summary>Makes texts to tokens; null for images.</summary>
    public Tokenizer? Tokenizer { get; private init; }

    /// <summary>Makes images to inputs; null for texts.</summary>
    public ImageProcessor? Processor { get; private init; }

    /// <summary>Tokens after which texts are cut; null for images.</summary>
    public int? MaxLength { get; } = maxLength;

    /// <summary>What the user should know about how the data is read, or null.</summary>
    public string? Note { get; } = note;

    /// <summary>Opens tokenizer or image processor of a model's folder.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="classifier">The model.</param>
    /// <param name="data">What the data holds.</param>
    /// <param name="maxLength">Tokens after which texts are cut; null: as <see cref="MaxTokens"/> chooses for a training or a prediction.</param>
    /// <param name="isTraining">Whether the rows are trained on.</param>
    /// <param name="tokenizerFolder">Where the tokenizer is read from; null: the model's folder.</param>
    /// <exception cref="JobException">Data and model are not of one kind.</exception>
    /// <exception cref="ModelException">The model does not take the tokenizer's ids, the images' channels or that many tokens.</exception>
    public static EncodedParts For(string folder, PretrainedClassifier classifier, InputKind data, int? maxLength, bool isTraining, string? tokenizerFolder = null)
    {
        bool readsImages = classifier.Family.Inputs == InputKind.Image;
        if (readsImages != (data == InputKind.Image))
        {
            throw new JobException(
                $"The model ({classifier.Family.ModelType}) reads {(readsImages ? "images" : "texts")}, but the data holds {(readsImages ? "texts" : "images")}.",
                folder, remedy: "Name a model of the data's kind.");
        }

        if (readsImages)
        {
            if (tokenizerFolder is not null)
            {
                throw new JobException($"The model ({classifier.Family.ModelType}) reads images, so it takes no tokenizer.", folder, remedy: "Leave --tokenizer out.");
            }

            ChannelCheck.Run(classifier);
            ImageProcessor processor = ImageProcessor.Load(folder);
            return new EncodedParts(dataset => new EncodedImages(dataset, processor), maxLength: null, NoteOf(folder, classifier, processor)) { Processor = processor };
        }

        Tokenizer tokenizer = Tokenizer.Load(tokenizerFolder ?? folder);
        VocabularyCheck.Run(tokenizer, classifier);
        int length = isTraining ? MaxTokens.ForTraining(maxLength, classifier, tokenizer) : MaxTokens.ForPrediction(maxLength, folder, classifier, tokenizer);
        return new EncodedParts(dataset => new EncodedTexts(dataset, tokenizer, length), length) { Tokenizer = tokenizer };
    }

    /// <summary>Encodes a dataset.</summary>
    public IBatchSource Encode(Dataset dataset) => encode(dataset);

    private static string? NoteOf(string folder, PretrainedClassifier classifier, ImageProcessor processor) =>
        File.Exists(Path.Combine(folder, ImageProcessor.FileName))
            ? null
            : $"The model's folder has no {ImageProcessor.FileName}: images are prepared as published {classifier.Family.ModelType} models want them, "
                + $"{processor.OutputSize.Width} × {processor.OutputSize.Height} pixels.";
}
