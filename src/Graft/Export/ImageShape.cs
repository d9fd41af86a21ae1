namespace Graft.Export;

/// <summary>The shape of the images that a model is exported for.</summary>
/// <param name="Channels">Channels.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
internal sealed record ImageShape(int Channels, int Height, int Width);
