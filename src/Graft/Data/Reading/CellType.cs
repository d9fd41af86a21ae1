namespace Graft.Data.Reading;

/// <summary>What a column's cells hold; each cell may also be null.</summary>
internal enum CellType
{
    /// <summary><see cref="string"/>.</summary>
    Text,

    /// <summary><see cref="long"/>.</summary>
    Integer,

    /// <summary><see cref="double"/>.</summary>
    Number,

    /// <summary><see cref="bool"/>.</summary>
    Boolean,

    /// <summary>Array of cells of the types above.</summary>
    List,

    /// <summary><see cref="ImageCell"/>.</summary>
    Image,

    /// <summary>Anything else: such a column can be listed but not used.</summary>
    Other,
}
