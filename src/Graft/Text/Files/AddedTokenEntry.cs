namespace Graft.Text.Files;

/// <summary>An added token as a file names it; the id may be missing.</summary>
internal sealed record AddedTokenEntry(string Content, int? Id)
{
    /// <summary>See <see cref="AddedToken"/>.</summary>
    public bool SingleWord { get; init; }

    /// <summary>See <see cref="AddedToken"/>.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>See <see cref="AddedToken"/>.</summary>
    public bool StripsRight { get; init; }

    /// <summary>See <see cref="AddedToken"/>.</summary>
    public bool Normalized { get; init; }

    /// <summary>See <see cref="AddedToken"/>.</summary>
    public bool Special { get; init; }

    /// <summary>Where it stands, for errors.</summary>
    public string? Place { get; init; }

    /// <summary>Reads the entry from its JSON.</summary>
    /// <param name="d">The object.</param>
    /// <param name="id">Its id.</param>
    /// <param name="special">Whether it is special where the object does not say.</param>
    public static AddedTokenEntry Read(PartDefinition d, int? id, bool special = false)
    {
        special = d.Boolean("special", special);
        return new AddedTokenEntry(d.String("content"), id)
        {
            SingleWord = d.Boolean("single_word", false),
            StripsLeft = d.Boolean("lstrip", false),
            StripsRight = d.Boolean("rstrip", false),
            Normalized = d.Boolean("normalized", !special),
            Special = special,
            Place = d.Place,
        };
    }

    /// <summary>A special token of which only the text is known.</summary>
    public static AddedTokenEntry Plain(string content) => new(content, null) { Special = true };

    /// <summary>The token with its final id.</summary>
    public AddedToken With(int id) => new(Content, id)
    {
        SingleWord = SingleWord, StripsLeft = StripsLeft, StripsRight = StripsRight, Normalized = Normalized, Special = Special,
    };
}
