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
internal sealed class EncodedParts(Func<Dataset, IBatchSource> encode, int? maxLength)
{
    /// <summary>Makes texts to tokens; null for images.</summary>
    public Tokenizer? Tokenizer { get; private init; }

    /// <summary>Makes images to inputs; null for texts.</summary>
    public ImageProcessor? Processor { get; private init; }

    /// <summary>Tokens after which texts are cut; null for images.</summary>
    public int? MaxLength { get; } = maxLength;

    /// <summary>Opens tokenizer or image processor of a model's folder.</summary>
    /// <exception cref="JobException">Data and model are not of one kind.</exception>
    public static EncodedParts For(string folder, PretrainedClassifier classifier, InputKind data, int? maxLength)
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
            ImageProcessor processor = ImageProcessor.Load(folder);
            return new EncodedParts(dataset => new EncodedImages(dataset, processor), maxLength: null) { Processor = processor };
        }

        Tokenizer tokenizer = Tokenizer.Load(folder);
        int length = MaxTokens.Choose(maxLength, classifier, tokenizer);
        return new EncodedParts(dataset => new EncodedTexts(dataset, tokenizer, length), length) { Tokenizer = tokenizer };
    }

    /// <summary>Encodes a dataset.</summary>
    public IBatchSource Encode(Dataset dataset) => encode(dataset);
}
