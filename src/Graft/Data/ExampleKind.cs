namespace Graft.Data;

/// <summary>What the examples of a dataset are.</summary>
public enum ExampleKind
{
    /// <summary>Texts, or pairs of texts.</summary>
    Text,

    /// <summary>Images, still encoded.</summary>
    Image,
}
