namespace Graft.Models;

/// <summary>What a model reads.</summary>
public enum InputKind
{
    /// <summary>Token ids.</summary>
    Text,

    /// <summary>Pixel values.</summary>
    Image,
}
