namespace Graft.Data.Reading;

/// <summary>A column as a file describes it.</summary>
/// <param name="Name">Its name, once in a source.</param>
/// <param name="Type">What its cells hold.</param>
/// <param name="ClassNames">The names that whole numbers in it stand for, or null.</param>
internal sealed record ColumnInfo(string Name, CellType Type, IReadOnlyList<string>? ClassNames = null);
