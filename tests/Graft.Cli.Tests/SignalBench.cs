using System.Text;

namespace Graft.Cli.Tests;

/// <summary>A training of which each phase takes long enough to be met by a signal, and how it ends without one.</summary>
public sealed class SignalBench : IDisposable
{
    /// <summary>Steps of the training; evaluated and saved in the middle and at the end.</summary>
    public const int Steps = 6;

    private const string Words = "good bad fine poor great awful the a camera battery phone is was and not very this works broke";

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<CommandResult> _whole;

    public SignalBench()
    {
        TinyModels.WriteBert(Model, intermediateSize: 4096);
        _folder.Write("train.csv", Texts(96, seed: 1));
        _folder.Write("eval.csv", Texts(1200, seed: 2));
        _folder.Write("test.csv", Texts(1200, seed: 3));
        _whole = new(() => GraftCommand.Run(Folder, [.. Arguments, "whole"]).Succeeded());
    }

    /// <summary>The pretrained model.</summary>
    public string Model => _folder.At("model");

    /// <summary>Where data, model and runs are.</summary>
    public string Folder => _folder.Path;

    /// <summary>The command line, up to the output folder's name.</summary>
    public string[] Arguments =>
    [
        "train", "train.csv", "--eval-data", "eval.csv", "--test-data", "test.csv", "--model", "model", "--max-steps", $"{Steps}", "--save-steps", $"{Steps / 2}",
        "--batch-size", "4", "--gradient-accumulation", "2", "--learning-rate", "0.001", "--seed", "3", "--json", "--output",
    ];

    /// <summary>The training that nobody interrupted, in the folder "whole".</summary>
    internal CommandResult Whole => _whole.Value;

    /// <summary>A path in the folder.</summary>
    public string At(string name) => _folder.At(name);

    public void Dispose() => _folder.Dispose();

    // 20 to 80 words, the label by the first one: no two texts are alike.
    private static string Texts(int rows, int seed)
    {
        string[] words = Words.Split(' ');
        var random = new Random(seed);
        var csv = new StringBuilder("text,label\n");
        for (int i = 0; i < rows; i++)
        {
            csv.Append($"{(i % 2 == 0 ? "good" : "bad")} {string.Join(' ', random.GetItems(words, random.Next(20, 80)))},{(i % 2 == 0 ? "yes" : "no")}\n");
        }

        return csv.ToString();
    }
}
