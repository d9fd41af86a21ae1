namespace Graft.Data;

/// <summary>All that the row of a table holds beside what is predicted of it, to be written with the prediction.</summary>
/// <param name="Columns">The table's columns.</param>
/// <param name="Cells">A cell each.</param>
internal sealed record InputFields(InputColumns Columns, IReadOnlyList<object?> Cells)
{
    private static readonly InputColumns Texts = new(["text"], 0, null), Pairs = new(["text", "text_pair"], 0, 1), Images = new(["image"], 0, null);

    /// <summary>What stands for the row of an input that comes from no table.</summary>
    public static InputFields Of(Example input) => input switch
    {
        TextExample { TextPair: { } pair } text => new InputFields(Pairs, [text.Text, pair]),
        TextExample text => new InputFields(Texts, [text.Text]),
        _ => new InputFields(Images, [input.Origin]),
    };
}
