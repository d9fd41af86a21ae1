using Graft.Data;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Pipelines;
using Graft.Tests.Models;
using Graft.Text;
using Graft.Training;

namespace Graft.Tests.Pipelines;

/// <summary>After how many tokens texts are cut: in a training, and in predictions with its folder.</summary>
public sealed class MaxTokensTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bert", 600, 600, 512)]
    [InlineData("modernbert", 700, 700, 512)]
    [InlineData("bert", 30, 30, 30)]
    public void Where_the_tokenizer_says_nothing_a_prediction_takes_what_the_model_does_and_a_training_at_most_512(string sample, int positions, int predicted, int trained)
    {
        (PretrainedClassifier classifier, Tokenizer tokenizer) = Open(sample, positions);
        using (classifier)
        {
            Assert.Equal(predicted, MaxTokens.ForPrediction(null, _folder.At("model"), classifier, tokenizer));
            Assert.Equal(trained, MaxTokens.ForTraining(null, classifier, tokenizer));
            Assert.Equal(20, MaxTokens.ForPrediction(20, _folder.At("model"), classifier, tokenizer));
            Assert.Equal(20, MaxTokens.ForTraining(20, classifier, tokenizer));
        }
    }

    [Fact]
    public void What_the_tokenizer_says_holds_within_what_the_model_has_positions_for()
    {
        (PretrainedClassifier classifier, _) = Open("bert", 600);
        using (classifier)
        {
            foreach ((int said, int expected) in new[] { (550, 550), (8000, 600) })
            {
                _folder.Write("model/tokenizer_config.json", $"{{\"model_max_length\": {said}}}");
                Tokenizer tokenizer = Tokenizer.Load(_folder.At("model"));
                Assert.Equal(expected, MaxTokens.ForPrediction(null, _folder.At("model"), classifier, tokenizer));
                Assert.Equal(expected, MaxTokens.ForTraining(null, classifier, tokenizer));
            }
        }
    }

    [Theory]
    [InlineData("{\"max_length\": 20}", 20)]
    [InlineData("{\"max_length\": 31}", 30)]
    [InlineData("{\"max_length\": 3}", 30)]
    [InlineData("{\"max_length\": \"x\"}", 30)]
    [InlineData("no JSON", 30)]
    public void A_prediction_cuts_as_the_training_did_where_the_model_can(string noted, int expected)
    {
        (PretrainedClassifier classifier, Tokenizer tokenizer) = Open("bert", 30);
        using (classifier)
        {
            _folder.Write("model/" + TrainedLength.FileName, noted);
            Assert.Equal(expected, MaxTokens.ForPrediction(null, _folder.At("model"), classifier, tokenizer));
            Assert.Equal(12, MaxTokens.ForPrediction(12, _folder.At("model"), classifier, tokenizer));
            Assert.Equal(30, MaxTokens.ForPrediction(null, folder: null, classifier, tokenizer));
        }
    }

    [Fact]
    public void A_trained_folder_says_after_how_many_tokens_a_pipeline_cuts_and_the_tokenizers_files_stay_as_they_are()
    {
        (PretrainedClassifier classifier, Tokenizer tokenizer) = Open("bert", 30);
        string settings = File.ReadAllText(_folder.At("model/tokenizer_config.json"));
        using (classifier)
        {
            var rows = new Dataset(InputKind.Text, classifier.Labels, [new TextExample("good bad good") { Target = Target.OfClass(0) }]);
            new Trainer(classifier, new TrainingOptions(), new EncodedTexts(rows, tokenizer, maxLength: 5)).Save(_folder.At("trained"));
        }

        Assert.Equal(5, TrainedLength.Find(_folder.At("trained")));
        Assert.Equal(settings, File.ReadAllText(_folder.At("trained/tokenizer_config.json")));
        Assert.InRange(Difference(new PipelineOptions()), 0, 1e-6);
        Assert.InRange(Difference(new PipelineOptions { MaxLength = 20 }), 1e-4, 1);

        // Of two texts that are the same up to the third word.
        double Difference(PipelineOptions options)
        {
            using TextClassificationPipeline pipeline = TextClassificationPipeline.Load(_folder.At("trained"), options with { TopK = 3 });
            double[][] scores = [.. pipeline.Predict(["good good good bad bad", "good good good good good"]).Select(row => row.OrderBy(one => one.Label).Select(one => one.Score).ToArray())];
            return scores[0].Zip(scores[1], (one, other) => Math.Abs(one - other)).Max();
        }
    }

    [Fact]
    public void A_missing_text_is_named_by_its_row()
    {
        (PretrainedClassifier classifier, _) = Open("bert", 30);
        classifier.Dispose();
        using TextClassificationPipeline pipeline = TextClassificationPipeline.Load(_folder.At("model"));

        DataException error = Assert.Throws<DataException>(() => pipeline.Predict(["good", null!, "bad"]));

        Assert.Contains("row 2 is null", error.Problem, StringComparison.Ordinal);
    }

    private (PretrainedClassifier Classifier, Tokenizer Tokenizer) Open(string sample, int positions)
    {
        ModelConfigFile config = TextModelSamples.Config(sample, ("max_position_embeddings", positions));
        var classifier = PretrainedClassifier.CreateNew(config, LabelSet.Numbered(3), seed: 1);
        TextModelSamples.Fill(classifier.Model.Weights);
        classifier.Save(_folder.At("model"));
        WordPieceFolder.Write(_folder.At("model"), config, ["good", "bad"]);
        return (classifier, Tokenizer.Load(_folder.At("model")));
    }
}
