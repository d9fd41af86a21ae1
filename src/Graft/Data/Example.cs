namespace Graft.Data;

/// <summary>One row of a dataset: an input, what a model is to answer for it, and where it came from.</summary>
public abstract record Example
{
    private protected Example()
    {
    }

    /// <summary>What a model is to answer; not known in the inputs of a prediction.</summary>
    public Target Target { get; init; }

    /// <summary>Where the example came from, for messages: "train.csv, line 12", or an image's path. May be empty.</summary>
    public string Origin { get; init; } = "";
}
