using System.Collections;
using Graft.Models;
using Graft.Tensors;

namespace Graft.Data;

/// <summary>
/// Examples of one kind with the label set that their targets point into: an immutable view, so that slices,
/// shuffles and splits share the examples and leave the original as it is.
/// </summary>
public sealed class Dataset : IReadOnlyList<Example>
{
    private readonly Example[] _examples;

    /// <summary>Creates a dataset from examples in memory.</summary>
    /// <param name="kind">What the examples are.</param>
    /// <param name="labels">The classes that targets point into.</param>
    /// <param name="examples">The examples, in order; may be none.</param>
    /// <param name="name">What messages call the dataset.</param>
    /// <exception cref="DataException">An example is of the other kind, or its target does not fit the label set.</exception>
    public Dataset(InputKind kind, LabelSet labels, IEnumerable<Example> examples, string name = "data")
        : this(kind, labels, [.. examples], name, [])
    {
        for (int row = 0; row < _examples.Length; row++)
        {
            Check(_examples[row], row);
        }
    }

    internal Dataset(InputKind kind, LabelSet labels, Example[] examples, string name, IReadOnlyList<string> notes)
    {
        Kind = kind;
        Labels = labels;
        Name = name;
        Notes = notes;
        _examples = examples;
    }

    /// <summary>What the examples are.</summary>
    public InputKind Kind { get; }

    /// <summary>The classes that the examples' targets point into.</summary>
    public LabelSet Labels { get; }

    /// <summary>What messages call the dataset: the file's or folder's name, with its slice.</summary>
    public string Name { get; }

    /// <summary>What was found, left out and counted while the data was read, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether rows of it were read from the training part, or from a file, which has no parts; false for what was made of it.</summary>
    internal bool IsTrainingPart { get; init; }

    /// <summary>Whether the labels were read from lists of a 0 or 1 for each class; null if there was no list, and for what was made of it.</summary>
    internal bool? ListsAreFlags { get; init; }

    /// <inheritdoc/>
    public int Count => _examples.Length;

    /// <inheritdoc/>
    public Example this[int index] => _examples[index];

    /// <summary>Reads one part of some data: a file, a folder, or a slice of one.</summary>
    /// <param name="spec">
    /// A path with an optional slice: "reviews.csv", "data.parquet[:1000]", "folder[test[:10%]]". From a folder of
    /// parts <see cref="DataOptions.DefaultPart"/> is taken where the slice names none; terms joined by "+" are joined.
    /// </param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="DataException">The data cannot be found, read or understood; the message says where and what to do.</exception>
    public static Dataset Load(string spec, DataOptions? options = null) => DataLoader.LoadOne(spec, options ?? new DataOptions());

    /// <summary>
    /// One part of some data as a stream: its examples are read while they are gone through, a row group of a Parquet file or
    /// a block of a CSV or JSON Lines file at a time, so that no more than that is in memory. Rows come in their order.
    /// </summary>
    /// <param name="spec">As of <see cref="Load"/>. A slice of texts counts rows from the first: "reviews.csv[:1000]".</param>
    /// <param name="options">How to read it; null for the defaults. Where the columns' names do not tell their purpose, the first rows do.</param>
    /// <param name="labels">
    /// The classes; null for <see cref="DataOptions.LabelNames"/>, else the names that the files give (a Parquet file's
    /// metadata, class folders, several label columns). A stream cannot look ahead for them.
    /// </param>
    /// <param name="tell">Gets what is found, left out and counted, a sentence at a time.</param>
    /// <exception cref="DataException">The data cannot be found or understood, nothing names the classes, or a random sample is asked for.</exception>
    public static ExampleStream Stream(string spec, DataOptions? options = null, LabelSet? labels = null, Action<string>? tell = null) =>
        DataLoader.Stream(spec, options ?? new DataOptions(), labels, tell);

    /// <summary>A single-label dataset of texts in memory; the classes are sorted as those of a file are.</summary>
    /// <param name="texts">The texts and their labels.</param>
    /// <param name="name">What messages call the dataset.</param>
    public static Dataset FromTexts(IEnumerable<(string Text, string Label)> texts, string name = "texts")
    {
        (string Text, string Label)[] all = [.. texts];
        var labels = new LabelSet(all.Select(row => row.Label).Distinct().Order(LabelOrder.Instance));
        return new Dataset(
            InputKind.Text,
            labels,
            all.Select((row, i) => new TextExample(row.Text) { Target = Target.OfClass(labels.IndexOf(row.Label)), Origin = $"{name}, item {i + 1}" }),
            name);
    }

    /// <summary>The examples at these places, in this order; a place may occur more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A place is not in [0, Count).</exception>
    public Dataset Select(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var chosen = new Example[indices.Count];
        for (int i = 0; i < chosen.Length; i++)
        {
            int index = indices[i];
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            chosen[i] = _examples[index];
        }

        return View(chosen);
    }

    /// <summary>A run of examples, as in <c>data.Slice(..1000)</c> or <c>data.Slice(^100..)</c>; it stops at the last example there is.</summary>
    public Dataset Slice(Range range)
    {
        int start = Math.Clamp(range.Start.GetOffset(Count), 0, Count);
        int end = Math.Clamp(range.End.GetOffset(Count), start, Count);
        return View(_examples[start..end]);
    }

    /// <summary>The first examples, at most as many as there are.</summary>
    public Dataset Take(int count) => Slice(..Math.Max(count, 0));

    /// <summary>All but the first examples.</summary>
    public Dataset Skip(int count) => Slice(Math.Min(Math.Max(count, 0), Count)..);

    /// <summary>The examples in random order: for one seed the same on every machine.</summary>
    public Dataset Shuffle(ulong seed) => Select(new SeededRandom(seed).Permutation(Count));

    /// <summary>The examples that satisfy a condition, in order.</summary>
    public Dataset Filter(Func<Example, bool> condition) => View([.. _examples.Where(condition)]);

    /// <summary>Each example changed, in order: its text cleaned, its image replaced, its target set.</summary>
    /// <param name="change">Makes the new example; <c>example with { … }</c> keeps the rest.</param>
    /// <exception cref="DataException">A new example is of the other kind, or its target does not fit the label set.</exception>
    public Dataset Map(Func<Example, Example> change)
    {
        Dataset changed = View([.. _examples.Select(change)]);
        for (int row = 0; row < changed.Count; row++)
        {
            changed.Check(changed[row], row);
        }

        return changed;
    }

    /// <summary>The same examples with other names of their classes, in the same order.</summary>
    /// <param name="names">As many names as there are classes.</param>
    /// <exception cref="DataException">There are more or fewer names than classes.</exception>
    public Dataset WithLabelNames(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count == Labels.Count
            ? new Dataset(Kind, new LabelSet(names, Labels.ProblemType), _examples, Name, Notes)
            : throw new DataException($"{names.Count} names do not fit {Labels.Count} classes.", Name, remedy: $"The classes are {NameList.Quote(Labels.Names)}.");
    }

    /// <summary>
    /// The same examples with their targets in another label set, class for class by name: its order may differ, and it may
    /// have more classes. So datasets that order or lack classes differently can be joined or compared with a model's.
    /// </summary>
    /// <param name="labels">
    /// The label set: of the same problem type, or multi-label where this one is single-label. A class that no example has
    /// may be missing. In a regression only the number's name changes.
    /// </param>
    /// <exception cref="DataException">The label set lacks classes that examples have (all are listed), or its problem type does not fit.</exception>
    public Dataset WithLabels(LabelSet labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new Dataset(Kind, labels, new LabelCast(this, labels).Examples(), Name, Notes);
    }

    /// <summary>This dataset's examples, then another's.</summary>
    /// <exception cref="DataException">The other's kind or label set differs.</exception>
    public Dataset Concatenate(Dataset other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Kind != Kind || !other.Labels.Equals(Labels))
        {
            throw new DataException(
                $"'{Name}' ({Kind}, labels {Labels}) and '{other.Name}' ({other.Kind}, labels {other.Labels}) cannot be joined.",
                remedy: "Cast one to the other's labels with WithLabels, or read both with the same LabelNames.");
        }

        return new Dataset(Kind, Labels, [.. _examples, .. other._examples], $"{Name}+{other.Name}", [.. Notes, .. other.Notes]);
    }

    /// <summary>Splits the examples in two; both keep the order of this dataset.</summary>
    /// <param name="testFraction">The share of the second part, above 0 and below 1; rounded to whole examples.</param>
    /// <param name="seed">Decides which examples go where: the same split for the same seed on every machine.</param>
    /// <param name="stratify">
    /// Keep each class's share: a class of two or more is in the first part, and in the second while it has room. In
    /// multi-label data an example counts for its rarest class. A regression is split at random.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testFraction"/> is not between 0 and 1.</exception>
    /// <exception cref="DataException">There are too few examples for two parts.</exception>
    public (Dataset Train, Dataset Test) TrainTestSplit(double testFraction, ulong seed, bool stratify = true)
    {
        if (!(testFraction > 0 && testFraction < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, "A share is above 0 and below 1.");
        }

        bool[] taken = RowSampler.TakeStratified(stratify ? Groups() : new int[Count], testFraction, seed);
        Example[] test = [.. _examples.Where((_, row) => taken[row])];
        if (test.Length == 0 || test.Length == Count)
        {
            throw new DataException(
                $"{Count} examples are too few to set {testFraction:P0} aside.", Name, remedy: "Give more data or a larger share.");
        }

        return (View([.. _examples.Where((_, row) => !taken[row])]), View(test));
    }

    /// <summary>How many examples each class has, in the label set's order; in multi-label data an example counts for each of its classes. Empty for a regression.</summary>
    public int[] ClassCounts()
    {
        if (Labels.ProblemType == ProblemType.Regression)
        {
            return [];
        }

        int[] counts = new int[Labels.Count];
        foreach (Example example in _examples)
        {
            if (example.Target.ProblemType == ProblemType.SingleLabel)
            {
                counts[example.Target.ClassIndex]++;
            }
            else if (example.Target.ProblemType == ProblemType.MultiLabel)
            {
                ReadOnlySpan<float> flags = example.Target.MultiHot.Span;
                for (int label = 0; label < flags.Length; label++)
                {
                    counts[label] += flags[label] > 0.5f ? 1 : 0;
                }
            }
        }

        return counts;
    }

    /// <inheritdoc/>
    public IEnumerator<Example> GetEnumerator() => ((IEnumerable<Example>)_examples).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Dataset View(Example[] examples) => new(Kind, Labels, examples, Name, Notes);

    private int[] Groups()
    {
        int[] counts = ClassCounts();
        return [.. _examples.Select(example => Group(example.Target, counts))];
    }

    private static int Group(Target target, int[] counts)
    {
        if (target.ProblemType == ProblemType.SingleLabel)
        {
            return target.ClassIndex;
        }

        int rarest = -1;
        ReadOnlySpan<float> flags = target.ProblemType == ProblemType.MultiLabel ? target.MultiHot.Span : [];
        for (int label = 0; label < flags.Length; label++)
        {
            bool rarer = flags[label] > 0.5f && (rarest < 0 || counts[label] < counts[rarest]);
            rarest = rarer ? label : rarest;
        }

        return rarest;
    }

    private void Check(Example example, int row)
    {
        InputKind kind = example is ImageExample ? InputKind.Image : InputKind.Text;
        Target target = example.Target;
        bool fits = !target.IsKnown || (target.ProblemType == Labels.ProblemType && target.ProblemType switch
        {
            ProblemType.SingleLabel => target.ClassIndex < Labels.Count,
            ProblemType.MultiLabel => target.MultiHot.Length == Labels.Count,
            _ => true,
        });
        if (kind != Kind || !fits)
        {
            throw new DataException(
                kind != Kind ? $"The example is of kind {kind} in a dataset of kind {Kind}." : $"The target ({target}) does not fit the label set {Labels}.",
                Name,
                $"example {row}");
        }
    }
}
