using System.Globalization;
using System.Text.RegularExpressions;
using Graft.Testing;

namespace Graft.Cli.Tests;

/// <summary>The sample of parts that users register from their own assembly.</summary>
public sealed class OwnPartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Own_normalizer_head_and_image_processor_are_registered_trained_and_used()
    {
        string program = SharedFolder.Project("samples", "Own.Parts", "bin", GraftCommand.Configuration, "net10.0", "Own.Parts");
        CommandResult result = GraftCommand.RunProgram(
            program, _folder.Path, SharedFolder.Project("samples", "reviews"), SharedFolder.Project("samples", "fashion"),
            SharedFolder.Project("models", "minilm-l6-h384-uncased"), _folder.At("run"));

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("tokens: [CLS] works good [SEP]\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("new: mean_classifier.weight, mean_classifier.bias\n", result.Output, StringComparison.Ordinal);
        Assert.InRange(Accuracy(result, "texts"), 0.51, 1);
        Assert.InRange(Accuracy(result, "photos"), 0.2, 1);
        Assert.Matches("\ntext: (positive|negative)\n(.*\n)?photo: [a-z-]+\n$", result.Output);

        // Who does not know the parts is told so, and gets no wrong numbers.
        string reviews = SharedFolder.Project("samples", "reviews"), photos = SharedFolder.Project("samples", "fashion");
        GraftCommand.Run(_folder.Path, "predict", "run/texts", "Works :)").FailedWith(1, "without a trained head", "classifier.weight");
        GraftCommand.Run(_folder.Path, "train", reviews, "--tokenizer", "run/texts").FailedWith(1, "Emoticons", "TokenizerParts");
        GraftCommand.Run(_folder.Path, "evaluate", "run/photos", photos).FailedWith(1, "GreyImageProcessor", "ImageProcessorKinds");
    }

    private static double Accuracy(CommandResult result, string of) =>
        double.Parse(Regex.Match(result.Output, $"accuracy on {of}: ([0-9.]+)").Groups[1].Value, CultureInfo.InvariantCulture);
}
