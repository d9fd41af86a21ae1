namespace Graft.Reports;

/// <summary>What a model card says that a run does not know.</summary>
public sealed record ModelCardOptions
{
    /// <summary>The licence identifier of the hub, such as "mit"; null leaves a line for the user to fill in.</summary>
    public string? License { get; init; }

    /// <summary>
    /// The library that the hub shows loading code for. The folders that Graft writes have the layout of "transformers", the default.
    /// </summary>
    public string LibraryName { get; init; } = "transformers";

    /// <summary>The languages of the texts, as ISO codes such as "en"; empty where it is not known.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
}
