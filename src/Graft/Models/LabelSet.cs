namespace Graft.Models;

/// <summary>The labels of a job in the order of the logits, and what kind of answer they are.</summary>
public sealed class LabelSet
{
    private readonly Dictionary<string, int> _indices;

    /// <summary>Creates a set.</summary>
    /// <param name="names">The names, one a logit, all different.</param>
    /// <param name="problemType">What the labels mean.</param>
    /// <exception cref="GraftException">No name, or the same one twice.</exception>
    public LabelSet(IEnumerable<string> names, ProblemType problemType = ProblemType.SingleLabel)
    {
        Names = [.. names];
        ProblemType = problemType;
        _indices = new Dictionary<string, int>(Names.Count, StringComparer.Ordinal);
        for (int i = 0; i < Names.Count; i++)
        {
            if (!_indices.TryAdd(Names[i], i))
            {
                throw new GraftException($"The label name \"{Names[i]}\" stands twice (numbers {_indices[Names[i]]} and {i}).",
                    remedy: "Give each label a name of its own.");
            }
        }

        if (Names.Count == 0)
        {
            throw new GraftException("There are no labels.", remedy: "Name at least one label.");
        }
    }

    /// <summary>The names, in the order of the logits.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the labels mean.</summary>
    public ProblemType ProblemType { get; }

    /// <summary>Number of labels: the size of the head.</summary>
    public int Count => Names.Count;

    /// <summary>The number of a name, or -1.</summary>
    public int IndexOf(string name) => _indices.GetValueOrDefault(name, -1);

    /// <summary>The names that the public tools give when nobody named the labels: LABEL_0, LABEL_1, …</summary>
    /// <param name="count">Number of labels, at least 1.</param>
    /// <param name="problemType">What the labels mean.</param>
    public static LabelSet Numbered(int count, ProblemType problemType = ProblemType.SingleLabel) =>
        new(Enumerable.Range(0, count).Select(i => $"LABEL_{i}"), problemType);
}
