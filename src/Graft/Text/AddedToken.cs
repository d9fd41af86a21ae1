namespace Graft.Text;

/// <summary>A token that is found in the text before anything else is done to it, and is never cut.</summary>
/// <param name="Content">What is looked for.</param>
/// <param name="Id">Its id.</param>
internal sealed record AddedToken(string Content, int Id)
{
    /// <summary>Whether it only counts where no word character stands on either side.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Whether it takes the white space on its left.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether it takes the white space on its right.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether it is looked for in the normalized text.</summary>
    public bool Normalized { get; init; }

    /// <summary>Whether decoding may leave it out.</summary>
    public bool Special { get; init; }
}
