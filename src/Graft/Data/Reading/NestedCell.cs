namespace Graft.Data.Reading;

/// <summary>A JSON object in a cell, which no column can be used for.</summary>
/// <param name="Json">Its text, where it is to be written again; else empty.</param>
internal sealed record NestedCell(string Json)
{
    /// <summary>An object whose text nobody needs.</summary>
    public static readonly NestedCell Unread = new("");
}
