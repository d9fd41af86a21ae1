using System.Collections;
using Graft.Data.Reading;
using Graft.Models;

namespace Graft.Data;

/// <summary>
/// Examples that are read while they are gone through, a row group or a block of rows at a time, and then forgotten: for data
/// that fits neither memory nor disk. Going through it again reads it again.
/// </summary>
public sealed class ExampleStream : IEnumerable<Example>
{
    private readonly IReadOnlyList<(PartFiles Files, Slice? Slice)> _pieces;
    private readonly DataOptions _options;
    private readonly ColumnRoles _roles;
    private readonly Action<string>? _tell;

    /// <param name="pieces">What to read, one after the other; at least one.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="labels">The classes, or null for those that the options or the files name.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="tell">Gets what is found, left out and counted.</param>
    /// <exception cref="DataException">The first file cannot be read, its columns are not clear, or nothing names the classes.</exception>
    internal ExampleStream(IReadOnlyList<(PartFiles Files, Slice? Slice)> pieces, DataOptions options, LabelSet? labels, string name, Action<string>? tell)
    {
        if (pieces.Any(piece => piece.Slice is not null) && (options.Shuffle || options.Stratify))
        {
            throw new DataException(
                "A stream reads rows in their order and cannot take a random sample.", name, remedy: $"Load the data, or leave out {OptionNames.Shuffle} and {OptionNames.Stratify}.");
        }

        _pieces = pieces;
        _tell = tell;
        Name = name;
        foreach (RowSource source in new TableStream(pieces[0].Files, options).Sources().Where(source => source.RowCount > 0))
        {
            using var first = new FirstRows(source) { Path = source.Path };
            _roles = ColumnChooser.Choose(first, options, needLabels: true);
            Labels = labels ?? LabelsOf(first, source, options);

            // The classes are given: a label that is none of them is an error that says so.
            _options = options with { LabelNames = Labels.Names, ProblemType = Labels.ProblemType };
            return;
        }

        throw new DataException("There is no row that can be used.", name);
    }

    /// <summary>What the examples are.</summary>
    public InputKind Kind => _roles.Kind;

    /// <summary>The classes that the examples' targets point into.</summary>
    public LabelSet Labels { get; }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Reads the examples, in their order.</summary>
    /// <exception cref="DataException">While reading: a row cannot be used (unless bad rows are skipped), or a file is damaged.</exception>
    public IEnumerator<Example> GetEnumerator()
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        bool? multiHot = null;
        foreach ((PartFiles files, Slice? slice) in _pieces)
        {
            (long start, long end) = Bounds(files, slice);
            foreach ((RowSource source, int[] rows) in Runs(files, start, end))
            {
                RawPart raw = new PartReader(source, _roles, _options).Read(rows, Name);
                multiHot ??= TargetBinder.AreMultiHot(raw, Labels, _options);
                (List<Example> examples, List<string> notes) = new TargetBinder(raw, Labels, null, _options, multiHot).Examples();
                foreach (string note in notes.Where(told.Add))
                {
                    _tell?.Invoke(note);
                }

                foreach (Example example in examples)
                {
                    yield return example;
                }
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Each run of rows that begins before the end and ends after the start; what lies before is not read.
    private IEnumerable<(RowSource Source, int[] Rows)> Runs(PartFiles files, long start, long end)
    {
        long row = 0;
        foreach (RowSource source in new TableStream(files, _options).Sources())
        {
            foreach ((int first, int last) in source.Runs)
            {
                long from = Math.Max(start - row, 0), to = Math.Min(end - row, last - first);
                if (from < to)
                {
                    yield return (source, [.. Enumerable.Range(first + (int)from, (int)(to - from))]);
                }

                row += last - first;
                if (row >= end)
                {
                    yield break;
                }
            }
        }
    }

    private (long Start, long End) Bounds(PartFiles files, Slice? slice)
    {
        SliceBound[] bounds = [.. new[] { slice?.Start, slice?.End }.OfType<SliceBound>()];
        if (bounds.All(bound => !bound.IsPercent && !double.IsNegative(bound.Amount)))
        {
            return ((long)(slice?.Start?.Amount ?? 0), (long)(slice?.End?.Amount ?? long.MaxValue));
        }

        return new TableStream(files, _options).CountRows() is { } count ? slice!.Resolve(count) : throw new DataException(
            "The slice counts from the end or in percent, but how many rows there are is known only after all were read.", files.Name,
            remedy: "Count rows from the first, as in [:1000], or use Parquet files.");
    }

    private LabelSet LabelsOf(FirstRows first, RowSource source, DataOptions options)
    {
        ColumnInfo? column = _roles.Labels.Count == 1 ? first.Find(_roles.Labels[0]) : null;
        ProblemType type = options.ProblemType ?? (_roles.Labels.Count > 1 || column?.Type == CellType.List ? ProblemType.MultiLabel : ProblemType.SingleLabel);
        IReadOnlyList<string>? names = options.LabelNames
            ?? (type == ProblemType.Regression || _roles.Labels.Count > 1 ? _roles.Labels : column?.ClassNames)
            ?? (source as ClassFolder)?.ClassNames;
        return names is not null ? new LabelSet(names, type) : throw new DataException(
            $"Nothing names the classes of the column {NameList.Quote(_roles.Labels)}, and a stream cannot look ahead for them.", first.Path,
            remedy: $"Give the label set or LabelNames, or predict a number with {OptionNames.ProblemType} regression.");
    }
}
