namespace Graft.Data.Reading;

/// <summary>Gives the whole numbers that stand for classes one numbering, where files name the classes in different orders.</summary>
internal static class ClassNumbers
{
    /// <summary>
    /// The names that numbers stand for where files are read as one: those of the first, then what others have besides. Null if
    /// nothing names them, or the first does not and the others agree.
    /// </summary>
    /// <param name="lists">Each file's names; null for one that names none.</param>
    public static IReadOnlyList<string>? Names(IEnumerable<IReadOnlyList<string>?> lists)
    {
        IReadOnlyList<string>?[] all = [.. lists];
        IReadOnlyList<string>[] given = [.. all.OfType<IReadOnlyList<string>>()];
        return given.All(names => names.SequenceEqual(given[0], StringComparer.Ordinal))
            ? all[0]
            : [.. given.SelectMany(names => names).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Where each of a file's names stands among those of all files; null if the numbers stay as they are.</summary>
    public static long[]? Places(IReadOnlyList<string>? own, IReadOnlyList<string>? all)
    {
        if (own is null || all is null || own.SequenceEqual(all, StringComparer.Ordinal))
        {
            return null;
        }

        Dictionary<string, long> places = all.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => (long)pair.place, StringComparer.Ordinal);
        return [.. own.Select(name => places[name])];
    }

    /// <summary>Renumbers the cells of a column, also those in lists. Words stay, and so does -1, which is no label.</summary>
    /// <param name="cells">The cells; replaced, their lists left alone.</param>
    /// <param name="places">See <see cref="Places"/>.</param>
    /// <param name="origin">Where a cell came from, by its place among the cells.</param>
    /// <exception cref="DataException">A number has no name in its file.</exception>
    public static void Renumber(Span<object?> cells, long[] places, Func<int, string> origin)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = Renumbered(cells[i], i);
        }

        object? Renumbered(object? cell, int at) => cell switch
        {
            long number => Place(number, at),
            double number when double.IsInteger(number) => Place((long)number, at),
            object?[] list => list.Select(item => Renumbered(item, at)).ToArray(),
            _ => cell,
        };

        long Place(long number, int at) =>
            number == -1 ? number
            : number >= 0 && number < places.Length ? places[number]
            : throw new DataException($"The label {number} is none of the {places.Length} classes that the file names.", origin(at));
    }
}
