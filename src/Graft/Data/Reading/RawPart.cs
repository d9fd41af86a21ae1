using Graft.Models;
namespace Graft.Data.Reading;

/// <summary>The cells of one part that are used, before labels become targets.</summary>
internal sealed class RawPart
{
    /// <summary>What the examples are.</summary>
    public required InputKind Kind { get; init; }

    /// <summary>What messages call it.</summary>
    public required string Name { get; init; }

    /// <summary>The file or folder, for messages.</summary>
    public required string Path { get; init; }

    /// <summary>The examples, without targets.</summary>
    public required Example[] Examples { get; init; }

    /// <summary>The examples' places in the source that they were read from; empty where parts were joined.</summary>
    public IReadOnlyList<int> Rows { get; init; } = [];

    /// <summary>The label columns' names.</summary>
    public required IReadOnlyList<string> LabelColumns { get; init; }

    /// <summary>[label column][row].</summary>
    public required object?[][] Labels { get; init; }

    /// <summary>The names that whole numbers in the label column stand for, or null.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>What was found, left out and counted.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>This part's rows, then another's. Whole numbers keep their names, whatever each part's file counts them by.</summary>
    public RawPart Join(RawPart other)
    {
        IReadOnlyList<string>? names = ClassNumbers.Names([ClassNames, other.ClassNames]);
        return new RawPart
        {
            Kind = Kind == other.Kind ? Kind : throw new DataException("One part holds texts, the other images.", other.Path),
            Name = $"{Name}+{other.Name}",
            Path = Path,
            Examples = [.. Examples, .. other.Examples],
            LabelColumns = LabelColumns,
            Labels = [.. LabelsBy(names).Zip(other.LabelsBy(names), (a, b) => (object?[])[.. a, .. b])],
            ClassNames = names,
            Notes = [.. Notes, .. other.Notes.Except(Notes)],
        };
    }

    private object?[][] LabelsBy(IReadOnlyList<string>? names)
    {
        if (ClassNumbers.Places(ClassNames, names) is not { } places)
        {
            return Labels;
        }

        object?[][] labels = [.. Labels.Select(column => (object?[])[.. column])];
        foreach (object?[] column in labels)
        {
            ClassNumbers.Renumber(column, places, row => Examples[row].Origin);
        }

        return labels;
    }
}
