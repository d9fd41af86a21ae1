using Graft.Models;

namespace Graft.Data.Reading;

/// <summary>Finds out from the labels of a part what they are and which classes there are.</summary>
internal static class LabelInference
{
    private const int FewClasses = 20;

    /// <summary>The label set of a part's labels.</summary>
    /// <exception cref="DataException">There are no labels, or they are neither classes, lists nor numbers.</exception>
    public static LabelSet Infer(RawPart part, DataOptions options)
    {
        ProblemType type = options.ProblemType ?? TypeOf(part, options);
        if (options.LabelNames is { } names)
        {
            return new LabelSet(names, type);
        }

        if (part.LabelColumns.Count > 1)
        {
            return type == ProblemType.MultiLabel
                ? new LabelSet(part.LabelColumns, type)
                : throw new DataException($"Several label columns are multi-label, not {type}.", part.Path, remedy: $"Name one column as {OptionNames.LabelColumns}.");
        }

        return type switch
        {
            ProblemType.Regression => new LabelSet(part.LabelColumns, type),
            ProblemType.MultiLabel => new LabelSet(ListNames(part, options), type),
            _ => new LabelSet(Names(part), type),
        };
    }

    private static ProblemType TypeOf(RawPart part, DataOptions options)
    {
        object?[] cells = [.. part.Labels.SelectMany(column => column).Where(cell => !LabelWords.IsMissing(cell))];
        if (cells.Length == 0 && options.LabelNames is null)
        {
            throw new DataException($"No row has a label in the column {NameList.Quote(part.LabelColumns)}.", part.Path, remedy: $"Name another as {OptionNames.LabelColumns}.");
        }

        if (part.LabelColumns.Count > 1 || cells.Any(cell => cell is object?[]))
        {
            return ProblemType.MultiLabel;
        }

        double?[] numbers = [.. cells.Select(LabelWords.Number)];
        return part.ClassNames is null && options.LabelNames is null && numbers.All(n => n is not null) && numbers.Any(n => !double.IsInteger(n!.Value))
            ? ProblemType.Regression
            : ProblemType.SingleLabel;
    }

    private static IReadOnlyList<string> Names(RawPart part)
    {
        if (part.ClassNames is { } given)
        {
            return given;
        }

        string[] words = [.. part.Labels[0].Select(cell => LabelWords.Name(cell, null)).OfType<string>()];
        string[] names = [.. words.Distinct(StringComparer.Ordinal).Order(LabelOrder.Instance)];
        string column = part.LabelColumns[0];
        if (names.Length == 0)
        {
            throw new DataException($"No row has a label in the column '{column}'.", part.Path, remedy: $"Name another as {OptionNames.LabelColumns}.");
        }

        return names.Length <= Math.Max(FewClasses, words.Length / 2)
            ? names
            : throw new DataException(
                $"The column '{column}' has {names.Length:N0} different values in {words.Length:N0} rows ({NameList.Quote(names.Take(3))}, …): these are no classes.",
                part.Path,
                remedy: $"Name the right column as {OptionNames.LabelColumns}, or predict the number with {OptionNames.ProblemType} regression.");
    }

    private static IReadOnlyList<string> ListNames(RawPart part, DataOptions options)
    {
        if (part.ClassNames is { } given)
        {
            return given;
        }

        if (MultiHotLists.Width(part.Labels[0]) is { } width)
        {
            return [.. Enumerable.Range(0, width).Select(i => CellText.Of((long)i))];
        }

        string[] names = [.. part.Labels[0].SelectMany(cell => MultiHotLists.Words(cell, options, null)).Distinct(StringComparer.Ordinal).Order(LabelOrder.Instance)];
        return names.Length > 0 ? names : throw new DataException($"All lists in the column '{part.LabelColumns[0]}' are empty.", part.Path);
    }
}
