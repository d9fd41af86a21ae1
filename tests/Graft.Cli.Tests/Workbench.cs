namespace Graft.Cli.Tests;

/// <summary>What many tests use: tiny pretrained models, data, and a training of each kind, done when first asked for.</summary>
public sealed class Workbench : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _textModel;
    private readonly Lazy<string> _imageModel;
    private readonly Lazy<string> _reviews;
    private readonly Lazy<string> _pictures;
    private readonly Lazy<CommandResult> _textRun;
    private readonly Lazy<CommandResult> _imageRun;

    public Workbench()
    {
        _textModel = new(() => TinyModels.WriteBert(_folder.At("bert")));
        _imageModel = new(() => TinyModels.WriteVit(_folder.At("vit")));
        _reviews = new(() => _folder.Write("reviews.csv", SampleData.Reviews(120)));
        _pictures = new(() =>
        {
            SampleData.WritePictures(_folder.At("pictures/train"), each: 20);
            SampleData.WritePictures(_folder.At("pictures/test"), each: 8, from: 100);
            return _folder.At("pictures");
        });
        _textRun = new(() => GraftCommand.Run(
            Folder, "train", Reviews, "--model", TextModel, "--epochs", "5", "--batch-size", "4", "--learning-rate", "0.01", "--seed", "1", "--test-fraction", "0.2").Succeeded());
        _imageRun = new(() => GraftCommand.Run(
            Folder, "train", Pictures, "--model", ImageModel, "--epochs", "4", "--learning-rate", "0.01", "--output", "picture-run", "--json").Succeeded());
    }

    /// <summary>A pretrained text model.</summary>
    public string TextModel => _textModel.Value;

    /// <summary>A pretrained image model.</summary>
    public string ImageModel => _imageModel.Value;

    /// <summary>120 reviews, good and bad in turn.</summary>
    public string Reviews => _reviews.Value;

    /// <summary>Pictures in class folders of two parts.</summary>
    public string Pictures => _pictures.Value;

    /// <summary>Where the trainings ran.</summary>
    public string Folder => _folder.Path;

    /// <summary>The folder trained on the reviews.</summary>
    public string TrainedText
    {
        get
        {
            _ = TextRun;
            return Path.Combine(Folder, "runs", "latest");
        }
    }

    /// <summary>The folder trained on the pictures.</summary>
    public string TrainedImages
    {
        get
        {
            _ = ImageRun;
            return Path.Combine(Folder, "picture-run");
        }
    }

    /// <summary>The training on the reviews.</summary>
    internal CommandResult TextRun => _textRun.Value;

    /// <summary>The training on the pictures, as JSON lines.</summary>
    internal CommandResult ImageRun => _imageRun.Value;

    public void Dispose() => _folder.Dispose();
}
