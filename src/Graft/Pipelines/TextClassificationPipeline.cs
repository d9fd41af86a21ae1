using Graft.Data;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Tensors;
using Graft.Text;

namespace Graft.Pipelines;

/// <summary>Texts in, labels and scores out, as the public "text-classification" ("sentiment-analysis") pipeline gives them.</summary>
public sealed class TextClassificationPipeline : ClassificationPipeline
{
    private readonly Tokenizer _tokenizer;
    private readonly int _maxLength;

    internal TextClassificationPipeline(PretrainedClassifier classifier, Tokenizer tokenizer, string folder, PipelineOptions options, ComputeDevice device)
        : base(classifier, options, defaultTopK: 1, device)
    {
        _tokenizer = tokenizer;
        try
        {
            VocabularyCheck.Run(tokenizer, classifier);
            _maxLength = MaxTokens.ForPrediction(options.MaxLength, folder, classifier, _tokenizer);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="ClassificationPipeline.Load"/>
    public static new TextClassificationPipeline Load(string folder, PipelineOptions? options = null)
    {
        ClassificationPipeline pipeline = ClassificationPipeline.Load(folder, options);
        if (pipeline is TextClassificationPipeline text)
        {
            return text;
        }

        pipeline.Dispose();
        throw new ModelException("The folder holds a model of images.", folder, remedy: "Open it with ImageClassificationPipeline.");
    }

    /// <summary>Predicts one text, or a pair of texts.</summary>
    /// <returns>The best labels, the best first.</returns>
    public IReadOnlyList<LabelScore> Predict(string text, string? textPair = null) => Predict([new TextExample(text, textPair)])[0];

    /// <summary>Predicts texts, in batches of similar length.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>A prediction a text, in the texts' order.</returns>
    public IReadOnlyList<IReadOnlyList<LabelScore>> Predict(IEnumerable<string> texts, CancellationToken cancellation = default) =>
        Predict([.. texts.Select(text => new TextExample(text))], cancellation);

    private protected override IBatchSource Encode(IReadOnlyList<Example> examples) =>
        new EncodedTexts(new Dataset(InputKind.Text, Labels, examples), _tokenizer, _maxLength);
}
