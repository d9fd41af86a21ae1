using System.Diagnostics.CodeAnalysis;

namespace Graft.Models;

/// <summary>
/// The classes that there are, in their order: a class's place is its index in targets and in a model's
/// outputs. In a regression it holds one name, that of the number that is predicted.
/// </summary>
public sealed class LabelSet : IEquatable<LabelSet>
{
    private readonly Dictionary<string, int> _indexes;

    /// <summary>Creates a label set.</summary>
    /// <param name="names">The classes' names in order, each once; at least one.</param>
    /// <param name="problemType">What the classes are to each other.</param>
    /// <exception cref="GraftException">There is no name, or a name occurs twice.</exception>
    public LabelSet(IEnumerable<string> names, ProblemType problemType = ProblemType.SingleLabel)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] all = [.. names];
        if (all.Length == 0)
        {
            throw new GraftException("A label set needs at least one name.");
        }

        _indexes = new Dictionary<string, int>(all.Length, StringComparer.Ordinal);
        foreach (string name in all)
        {
            if (!_indexes.TryAdd(name, _indexes.Count))
            {
                throw new GraftException($"The label '{name}' occurs twice in the label set.");
            }
        }

        Names = Array.AsReadOnly(all);
        ProblemType = problemType;
    }

    /// <summary>The classes' names, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the classes are to each other.</summary>
    public ProblemType ProblemType { get; }

    /// <summary>True if a configuration names no problem type and this one follows from the number of its labels.</summary>
    internal bool IsProblemTypeImplied { get; init; }

    /// <summary>How many classes there are: also the number of a model's outputs.</summary>
    public int Count => Names.Count;

    /// <summary>A class's place from 0, or −1 if there is no class of that name. Upper and lower case differ.</summary>
    public int IndexOf(string name) => _indexes.TryGetValue(name, out int index) ? index : -1;

    /// <summary>The names that the public tools give when nobody named the labels: LABEL_0, LABEL_1, …</summary>
    /// <param name="count">Number of labels, at least 1.</param>
    /// <param name="problemType">What the classes are to each other.</param>
    public static LabelSet Numbered(int count, ProblemType problemType = ProblemType.SingleLabel) =>
        new(Enumerable.Range(0, count).Select(i => $"LABEL_{i}"), problemType);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] LabelSet? other) =>
        other is not null && ProblemType == other.ProblemType && Names.SequenceEqual(other.Names, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ProblemType, Count, Names[0]);

    /// <inheritdoc/>
    public override string ToString() => ProblemType == ProblemType.Regression ? $"the number '{Names[0]}'" : string.Join(", ", Names.Select(name => $"'{name}'"));
}
