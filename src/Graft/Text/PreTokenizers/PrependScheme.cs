namespace Graft.Text.PreTokenizers;

/// <summary>Where the blank's mark is put before a text.</summary>
internal enum PrependScheme
{
    /// <summary>Before every piece.</summary>
    Always,

    /// <summary>Nowhere.</summary>
    Never,

    /// <summary>Before the piece that the original begins with.</summary>
    First,
}
