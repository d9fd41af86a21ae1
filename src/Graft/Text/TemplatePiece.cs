namespace Graft.Text;

/// <summary>One part of what an encoding is made of: a special token, or one of the texts.</summary>
/// <param name="Sequence">0 for the first text, 1 for the second, -1 for a special token.</param>
/// <param name="TypeId">The token type id of its tokens.</param>
/// <param name="TokenIds">The ids of a special token; empty for a text.</param>
public sealed record TemplatePiece(int Sequence, int TypeId, IReadOnlyList<int> TokenIds)
{
    /// <summary>
    /// The type id of a text's tokens in windows that truncation cut off. The public tools give those that templates of
    /// tokenizer.json make the number of the text, whatever the template says.
    /// </summary>
    public int OverflowTypeId { get; init; } = TypeId;

    internal static TemplatePiece Text(int sequence, int typeId) => new(sequence, typeId, []);

    internal static TemplatePiece Special(int id, int typeId) => new(-1, typeId, [id]);
}
