namespace Graft.Models;

/// <summary>Where a tensor of a model comes from.</summary>
public enum WeightPart
{
    /// <summary>The pretrained body: a file without it is not a file of this model.</summary>
    Trunk,

    /// <summary>Above the body, often pretrained but not in every file, such as a pooler: drawn anew where missing.</summary>
    OptionalTrunk,

    /// <summary>The head: drawn anew where missing or of another size.</summary>
    Head,
}
