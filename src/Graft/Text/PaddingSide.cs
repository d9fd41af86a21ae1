namespace Graft.Text;

/// <summary>The end of an encoding where padding goes.</summary>
public enum PaddingSide
{
    /// <summary>After the tokens.</summary>
    Right,

    /// <summary>Before the tokens.</summary>
    Left,
}
