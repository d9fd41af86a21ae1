namespace Graft.Vision;

/// <summary>What the header of a picture file says.</summary>
/// <param name="Format">The kind of file, told by its content.</param>
/// <param name="StoredWidth">Columns as stored in the file.</param>
/// <param name="StoredHeight">Rows as stored in the file.</param>
/// <param name="Orientation">EXIF orientation, 1 (upright) to 8; 1 where the file states none or nonsense.</param>
public sealed record ImageHeader(ImageFormat Format, int StoredWidth, int StoredHeight, int Orientation)
{
    /// <summary>Columns of the decoded picture, the orientation applied.</summary>
    public int Width => Orientation >= 5 ? StoredHeight : StoredWidth;

    /// <summary>Rows of the decoded picture, the orientation applied.</summary>
    public int Height => Orientation >= 5 ? StoredWidth : StoredHeight;
}
