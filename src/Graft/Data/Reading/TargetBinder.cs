using System.Globalization;
using Graft.Models;

namespace Graft.Data.Reading;

/// <summary>Turns the labels of a part into targets of a label set.</summary>
internal sealed class TargetBinder
{
    private readonly RawPart _part;
    private readonly LabelSet _labels;
    private readonly DataOptions _options;
    private readonly IReadOnlyList<string>? _classNames;
    private readonly bool _multiHotLists;
    private readonly Lazy<bool> _holdsIndices;

    /// <param name="part">The part.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="classNames">The names that whole numbers stand for where the part itself names none, or null.</param>
    /// <param name="options">What to do with rows without label.</param>
    /// <param name="multiHotLists">Whether lists hold a 0 or 1 for each class, as the first part's do; null finds out by <see cref="AreMultiHot"/>.</param>
    public TargetBinder(RawPart part, LabelSet labels, IReadOnlyList<string>? classNames, DataOptions options, bool? multiHotLists = null)
    {
        _part = part;
        _labels = labels;
        _options = options;
        _classNames = part.ClassNames ?? classNames;
        _holdsIndices = new Lazy<bool>(HoldsIndices);
        _multiHotLists = multiHotLists ?? AreMultiHot(part, labels, options) ?? false;
    }

    /// <summary>
    /// Whether the labels of a part are lists of a 0 or 1 for each class; null if there is no list to tell it by. Of a part whose classes
    /// are given (<see cref="DataOptions.LabelNames"/>) fewer rows tell it, and a row that is none such is an error of its own.
    /// </summary>
    public static bool? AreMultiHot(RawPart part, LabelSet labels, DataOptions options) =>
        part.LabelColumns.Count != 1 || !part.Labels[0].Any(cell => cell is object?[]) ? null
            : options.ListsAreFlags ?? (MultiHotLists.Width(part.Labels[0]) == labels.Count
                || (options.LabelNames is not null && part.ClassNames is null && MultiHotLists.AreOf(part.Labels[0], labels.Count)));

    /// <summary>The part's dataset.</summary>
    /// <exception cref="DataException">A row has no label (unless bad rows are skipped), or one that the label set lacks.</exception>
    public Dataset Bind()
    {
        (List<Example> examples, List<string> notes) = Examples();
        return examples.Count > 0
            ? new Dataset(_part.Kind, _labels, [.. examples], _part.Name, notes)
            : throw new DataException("No row has a label.", _part.Path);
    }

    /// <summary>The part's examples that have a label, and the notes of the part and of what was left out.</summary>
    /// <exception cref="DataException">A row has no label (unless bad rows are skipped), or one that the label set lacks.</exception>
    public (List<Example> Examples, List<string> Notes) Examples()
    {
        var examples = new List<Example>(_part.Examples.Length);
        var notes = new List<string>(_part.Notes);
        int missing = 0;
        string firstMissing = "";
        for (int row = 0; row < _part.Examples.Length; row++)
        {
            Example example = _part.Examples[row];
            if (Read(row) is { } target)
            {
                examples.Add(example with { Target = target });
            }
            else if (_options.SkipBad)
            {
                firstMissing = missing++ == 0 ? example.Origin : firstMissing;
            }
            else
            {
                throw new DataException(
                    $"The row has no label in the column {NameList.Quote(_part.LabelColumns)}.",
                    example.Origin,
                    remedy: $"To leave such rows out, set {OptionNames.SkipBad}.");
            }
        }

        if (_holdsIndices is { IsValueCreated: true, Value: true })
        {
            notes.Add($"{_part.Name}: the labels are whole numbers, taken as places in the list of classes: 0 is '{NameList.Shorten(_labels.Names[0])}'.");
        }

        if (missing > 0)
        {
            notes.Add($"{_part.Name}: {missing:N0} rows without a label were left out (the first: {firstMissing}).");
        }

        return (examples, notes);
    }

    private Target? Read(int row) => _labels.ProblemType switch
    {
        ProblemType.Regression => Number(row),
        ProblemType.MultiLabel => _part.LabelColumns.Count > 1 ? Flags(row) : Classes(row),
        _ => Class(row),
    };

    private Target? Class(int row)
    {
        object? cell = _part.Labels[0][row];
        if (cell is object?[])
        {
            throw At(row, "The label is a list, not one class.", $"Set {OptionNames.ProblemType} to multi-label.");
        }

        return Name(cell, row) is { } name ? Target.OfClass(Index(name, row)) : null;
    }

    private Target? Classes(int row)
    {
        object? cell = _part.Labels[0][row];
        if (cell is null)
        {
            return null;
        }

        float[] flags = new float[_labels.Count];
        if (_multiHotLists && cell is object?[] list)
        {
            if (list.Length != flags.Length)
            {
                throw At(row, $"The list has {list.Length:N0} values, not a 0 or 1 for each of the {flags.Length:N0} classes.", null);
            }

            return list.Any(LabelWords.IsMissing) ? null : Target.OfClasses(
                [.. list.Select(item => MultiHotLists.Flag(item) ?? throw At(row, $"'{NameList.Shorten(CellText.Of(item))}' in the list is neither 0 nor 1.", null))]);
        }

        foreach (string name in Words(cell, row))
        {
            flags[Index(name, row)] = 1;
        }

        return Target.OfClasses(flags);
    }

    private Target? Flags(int row)
    {
        float[] flags = new float[_labels.Count];
        for (int c = 0; c < _part.LabelColumns.Count; c++)
        {
            object? cell = _part.Labels[c][row];
            if (LabelWords.IsMissing(cell))
            {
                return null;
            }

            flags[Index(_part.LabelColumns[c], row)] = MultiHotLists.Flag(cell)
                ?? throw At(row, $"'{NameList.Shorten(CellText.Of(cell))}' in the column '{_part.LabelColumns[c]}' is neither 0 nor 1.", null);
        }

        return Target.OfClasses(flags);
    }

    private Target? Number(int row)
    {
        object? cell = _part.Labels[0][row];
        if (LabelWords.IsMissing(cell))
        {
            return null;
        }

        double number = LabelWords.Number(cell) ?? throw At(row, $"'{NameList.Shorten(CellText.Of(cell))}' is not a number.", null);
        return float.IsFinite((float)number) ? Target.OfValue((float)number) : throw At(row, $"{number} is too large a number.", null);
    }

    // Whole numbers stand for given classes only where all labels are such, and no class is called by a number: else one that the model does not
    // know would be taken for another.
    private bool HoldsIndices()
    {
        if (_options.LabelNames is null || _part.LabelColumns.Count != 1 || _labels.Names.Any(name => double.TryParse(name, CultureInfo.InvariantCulture, out _)))
        {
            return false;
        }

        bool isAny = false;
        for (int row = 0; row < _part.Labels[0].Length; row++)
        {
            object? cell = _part.Labels[0][row];
            foreach (string name in _labels.ProblemType == ProblemType.MultiLabel ? Words(cell, row) : Name(cell, row) is { } one ? [one] : [])
            {
                if (ClassNumber(name) is null)
                {
                    return false;
                }

                isAny = true;
            }
        }

        return isAny;
    }

    private int? ClassNumber(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < _labels.Count ? number : null;

    private string[] Words(object? cell, int row) => cell is null ? [] : Guard(row, () => MultiHotLists.Words(cell, _options, _classNames).ToArray());

    private string? Name(object? cell, int row) => Guard(row, () => LabelWords.Name(cell, _classNames));

    private int Index(string name, int row)
    {
        int index = _holdsIndices.Value ? ClassNumber(name)!.Value : _labels.IndexOf(name);
        return index >= 0 ? index : throw At(
            row,
            $"The label '{NameList.Shorten(name)}' is not one of {NameList.Quote(_labels.Names)}.",
            _options.LabelNames is null ? "The classes are those of the training part: add examples of it there, or take it out here." : "The classes are those of the model.");
    }

    private T Guard<T>(int row, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DataException error) when (error.Path is null)
        {
            throw At(row, error.Problem, error.Remedy);
        }
    }

    private DataException At(int row, string problem, string? remedy) => new(problem, _part.Examples[row].Origin, remedy: remedy);
}
