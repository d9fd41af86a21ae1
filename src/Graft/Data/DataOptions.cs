using Graft.Models;

namespace Graft.Data;

/// <summary>How data is to be read, where that should not be found out from the data itself.</summary>
/// <remarks>
/// Columns need no renaming: <see cref="TextColumn"/>, <see cref="TextPairColumn"/>, <see cref="ImageColumn"/> and
/// <see cref="LabelColumns"/> say which column is which, and the rest is not read. Label columns are cast by
/// <see cref="ProblemType"/>; classes are renamed by <see cref="Dataset.WithLabelNames"/> and put into another order by
/// <see cref="Dataset.WithLabels"/>.
/// </remarks>
public sealed record DataOptions
{
    /// <summary>The column that holds the texts. Default: found by its name or its content.</summary>
    public string? TextColumn { get; init; }

    /// <summary>The column that holds the second text of a pair. Default: used where the names say a pair (premise and hypothesis, …).</summary>
    public string? TextPairColumn { get; init; }

    /// <summary>The column that holds the images, or their file names relative to the file. Default: found by its type or name.</summary>
    public string? ImageColumn { get; init; }

    /// <summary>
    /// The column that holds the labels; several are read as one 0/1 column for each class (multi-label).
    /// Default: empty, found by its name or its content.
    /// </summary>
    public IReadOnlyList<string> LabelColumns { get; init; } = [];

    /// <summary>
    /// What the labels are. Default: words and whole numbers are classes, fractions a regression, lists multi-label. Single-label
    /// makes a class of each number, whole or not ("2.5"); regression reads words as numbers ("4" of a CSV file); multi-label
    /// splits words at <see cref="LabelSeparator"/>.
    /// </summary>
    public ProblemType? ProblemType { get; init; }

    /// <summary>What separates the labels in one field, where <see cref="ProblemType"/> says multi-label and the column holds words. Default: a comma.</summary>
    public char LabelSeparator { get; init; } = ',';

    /// <summary>
    /// The classes in their order, such as those of a trained model; a label outside them is an error. Where no class is called by a number and all
    /// labels are whole numbers below the number of classes, they count as places in this list, with a note. Default: the classes of the training part.
    /// </summary>
    public IReadOnlyList<string>? LabelNames { get; init; }

    /// <summary>What separates the fields of a CSV file. Default: found out (comma, semicolon, tab or bar).</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row of a CSV file names the columns. Default: found out.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Whether quotes round a CSV field are not part of it (RFC 4180). Default: true; false reads them as text.</summary>
    public bool QuotedFields { get; init; } = true;

    /// <summary>
    /// Leave out rows that cannot be used (ragged, unclosed quote, not JSON, no label, image missing) and count
    /// them. Default: false, such a row is an error that names it.
    /// </summary>
    public bool SkipBad { get; init; }

    /// <summary>Where a slice is asked for, take a random sample of that size instead of the rows in the file's order. Default: false.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Where a slice is asked for, take a random sample with the whole part's share of each class. Default: false.</summary>
    public bool Stratify { get; init; }

    /// <summary>The seed of <see cref="Shuffle"/> and <see cref="Stratify"/>. Default: 42.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Which part <see cref="Dataset.Load"/> takes from a folder of parts when the spec names none. Default: train.</summary>
    public DataPart DefaultPart { get; init; } = DataPart.Train;

    /// <summary>Whether lists of labels hold a 0 or 1 for each class, as those of the training part do; null (the default) finds out.</summary>
    internal bool? ListsAreFlags { get; init; }

    /// <summary>True to let a training part of one class through: to look at it, not to train on it.</summary>
    internal bool AllowOneClass { get; init; }

    /// <summary>True to keep the text of JSON objects in cells: to write them again.</summary>
    internal bool KeepObjects { get; init; }
}
