using Graft.Models;

namespace Graft.Data.Reading;

/// <summary>Checks that there is something to learn from the classes of a training part.</summary>
internal static class TrainingClasses
{
    /// <summary>Fails if only one class occurs; notes classes with no example or a single one.</summary>
    /// <param name="train">The training part.</param>
    /// <param name="source">The rows it was taken from.</param>
    /// <param name="roles">Where the labels are.</param>
    /// <param name="sliced">Whether a slice was taken.</param>
    /// <param name="notes">Receives the notes.</param>
    /// <param name="allowOneClass">True to let one class be: what looks into the data tells of it.</param>
    public static void Check(Dataset train, RowSource source, ColumnRoles roles, bool sliced, List<string> notes, bool allowOneClass = false)
    {
        if (train.Labels.ProblemType == ProblemType.Regression)
        {
            return;
        }

        int[] counts = train.ClassCounts();
        string[] seen = [.. train.Labels.Names.Where((_, label) => counts[label] > 0)];
        if (train.Labels.ProblemType == ProblemType.SingleLabel && seen.Length < 2)
        {
            DataException error = OneClass(train, seen[0], source, roles, sliced);
            if (!allowOneClass)
            {
                throw error;
            }

            if (sliced)
            {
                // What the slice leaves out is known here only; the rest is for the checks of data to tell.
                notes.Add($"{error.Problem} {error.Remedy}");
            }
        }

        Note("has no training example", "have no training example", [.. train.Labels.Names.Where((_, label) => counts[label] == 0)]);
        Note("has a single training example", "have a single training example", [.. train.Labels.Names.Where((_, label) => counts[label] == 1)]);

        void Note(string one, string several, string[] names)
        {
            if (names.Length > 0)
            {
                notes.Add(names.Length == 1 ? $"The class '{names[0]}' {one}." : $"These classes {several}: {NameList.Quote(names)}.");
            }
        }
    }

    private static DataException OneClass(Dataset train, string seen, RowSource source, ColumnRoles roles, bool sliced)
    {
        IReadOnlyList<string>? classNames = source.Find(roles.Labels[0])!.ClassNames;
        string[] all = sliced
            ? [.. source.Read(roles.Labels, [.. Enumerable.Range(0, source.RowCount)])[0]
                .Select(cell => LabelWords.Name(cell, classNames)).OfType<string>().Distinct(StringComparer.Ordinal).Order(LabelOrder.Instance)]
            : [seen];
        return all.Length > 1
            ? new DataException(
                $"All {train.Count:N0} rows of the slice have the label '{seen}', though the whole part has {NameList.Quote(all)}: the rows seem to be sorted by label.",
                source.Path,
                remedy: $"Take a random sample instead of the first rows with {OptionNames.Shuffle}, or one with each class's share with {OptionNames.Stratify}.")
            : new DataException(
                $"All {train.Count:N0} rows of the training part have the label '{seen}': there is nothing to tell apart.",
                source.Path,
                remedy: $"Add examples of another class, or name another column as {OptionNames.LabelColumns}.");
    }
}
