using Graft.Models;
namespace Graft.Data.Reading;

/// <summary>Finds out which columns hold texts, images and labels: by option, by name, or by content.</summary>
internal sealed class ColumnChooser
{
    private const double ClearlyLonger = 2;
    private const double AnyMore = 1.0001;

    private readonly RowSource _source;
    private readonly DataOptions _options;
    private readonly List<string> _notes = [];
    private ColumnProfile[]? _profiles;

    private ColumnChooser(RowSource source, DataOptions options)
    {
        _source = source;
        _options = options;
    }

    /// <summary>Chooses the columns of a source.</summary>
    /// <param name="source">The rows; of a folder of parts, those of the training part.</param>
    /// <param name="options">What the user named.</param>
    /// <param name="needLabels">Whether labels are wanted; without them none are looked for.</param>
    /// <param name="kind">The kind that must come out, or null to find out.</param>
    /// <exception cref="DataException">A column is missing, unknown or ambiguous; lists the columns and names the option.</exception>
    public static ColumnRoles Choose(RowSource source, DataOptions options, bool needLabels, InputKind? kind = null) =>
        new ColumnChooser(source, options).Choose(needLabels, kind);

    private ColumnRoles Choose(bool needLabels, InputKind? wanted)
    {
        foreach (string label in _options.LabelColumns)
        {
            Require(label, OptionNames.LabelColumns, needLabels, CellType.Image);
        }

        string? image = wanted == InputKind.Text ? null : Image(wanted);
        ColumnRoles roles = image is null ? Texts() : new ColumnRoles { Kind = InputKind.Image, Input = image };
        return roles with { Labels = needLabels ? Labels(roles) : [], Notes = _notes };
    }

    private string? Image(InputKind? wanted)
    {
        if (_options.ImageColumn is { } given)
        {
            return Require(given, OptionNames.ImageColumn, true);
        }

        if (wanted is null && _options.TextColumn is not null)
        {
            return null;
        }

        string[] images = [.. _source.Columns.Where(column => column.Type == CellType.Image).Select(column => column.Name)];
        if (images.Length > 0)
        {
            return images.Length == 1
                ? images[0]
                : ByName(images, ColumnNames.Images) ?? throw Ambiguous("image", images, OptionNames.ImageColumn);
        }

        string? named = ByName([.. Candidates().Where(c => c.Type == CellType.Text).Select(c => c.Name)], ColumnNames.ImageFiles);
        bool files = named is not null && Profile(named).ImageNames;
        return files || wanted != InputKind.Image
            ? (files ? named : null)
            : throw Missing("image", OptionNames.ImageColumn);
    }

    private ColumnRoles Texts()
    {
        string? pair = _options.TextPairColumn is { } given ? Require(given, OptionNames.TextPairColumn, true, CellType.Image, CellType.List) : null;
        if (_options.TextColumn is { } text)
        {
            return new ColumnRoles { Kind = InputKind.Text, Input = Require(text, OptionNames.TextColumn, true, CellType.Image, CellType.List), Pair = pair };
        }

        string[] names = [.. Candidates()
            .Where(c => c.Type == CellType.Text && c.Name != pair && !ColumnNames.SureLabels.Contains(ColumnNames.Normalise(c.Name)))
            .Select(c => c.Name)];
        if (pair is null)
        {
            foreach ((string first, string second) in ColumnNames.Pairs)
            {
                if (ByName(names, [first]) is { } one && ByName(names, [second]) is { } two)
                {
                    _notes.Add($"Pairs of texts: the columns '{one}' and '{two}'.");
                    return new ColumnRoles { Kind = InputKind.Text, Input = one, Pair = two };
                }
            }
        }

        return new ColumnRoles { Kind = InputKind.Text, Input = Text(names), Pair = pair };
    }

    private string Text(string[] names)
    {
        if (ByName(names, ColumnNames.SureTexts) is { } sure)
        {
            return sure;
        }

        string[] likely = [.. names.Where(name => ColumnNames.LikelyTexts.Contains(ColumnNames.Normalise(name)))];
        if (likely.Length == 1)
        {
            return likely[0];
        }

        // Several names would do, or none: the one with by far the longest texts is meant.
        string[] among = likely.Length > 1 ? likely : [.. names.Where(name => Profile(name).MayBeText)];
        if (among.Length == 0 && names.Length == 1 && (_source.Columns.Count == 1 || !Profile(names[0]).IsNumeric))
        {
            return names[0];
        }

        string chosen = among.Length > 0
            ? Clearest(among, profile => profile.MeanLength, ClearlyLonger)
            : Clearest([.. names.Where(name => Profile(name).MayBeWord)], profile => profile.Distinct, AnyMore);
        _notes.Add($"The texts are taken from the column '{chosen}', by its content.");
        return chosen;
    }

    private string Clearest(string[] names, Func<ColumnProfile, double> measure, double factor)
    {
        string[] ordered = [.. names.OrderByDescending(name => measure(Profile(name)))];
        bool clear = ordered.Length == 1 || (ordered.Length > 1 && measure(Profile(ordered[0])) >= factor * measure(Profile(ordered[1])));
        return clear ? ordered[0] : throw (names.Length == 0 ? Missing("text", OptionNames.TextColumn) : Ambiguous("text", ordered, OptionNames.TextColumn));
    }

    private IReadOnlyList<string> Labels(ColumnRoles roles)
    {
        if (_options.LabelColumns.Count > 0)
        {
            return _options.LabelColumns.FirstOrDefault(label => label == roles.Input || label == roles.Pair) is { } both
                ? throw new DataException($"The column '{both}' cannot be both text and label.", _source.Path, remedy: $"Name another as {OptionNames.LabelColumns}.")
                : _options.LabelColumns;
        }

        string[] names = [.. _source.Columns
            .Where(c => c.Name != roles.Input && c.Name != roles.Pair && c.Type is not (CellType.Image or CellType.Other))
            .Select(c => c.Name)];
        if (ByName(names, ColumnNames.SureLabels) is { } sure)
        {
            return [sure];
        }

        string[] likely = [.. names.Where(name => ColumnNames.LikelyLabels.Contains(ColumnNames.Normalise(name)))];
        string[] telling = likely.Length > 1 ? [.. likely.Where(name => !Profile(name).IsConstant)] : likely;
        if (telling.Length == 1)
        {
            return telling;
        }

        string[] among = telling.Length > 1 ? telling : [.. names.Where(name => Profile(name).MayBeLabel)];
        if (among.Length == 0 && names.Length == 1 && !Profile(names[0]).IsId)
        {
            return names;
        }

        if (among.Length != 1)
        {
            throw among.Length == 0 ? Missing("label", OptionNames.LabelColumns) : Ambiguous("label", among, OptionNames.LabelColumns);
        }

        _notes.Add($"The labels are taken from the column '{among[0]}', by its content.");
        return among;
    }

    private IEnumerable<ColumnInfo> Candidates() =>
        _source.Columns.Where(column => column.Type != CellType.Other && !_options.LabelColumns.Contains(column.Name));

    private static string? ByName(IReadOnlyList<string> names, IReadOnlyList<string> known) =>
        known.Select(word => names.FirstOrDefault(name => ColumnNames.Normalise(name) == word)).FirstOrDefault(name => name is not null);

    private ColumnProfile Profile(string name)
    {
        _profiles ??= ColumnProfile.Of(_source, [.. _source.Columns.Where(column => column.Type is not (CellType.Other or CellType.Image))]);
        return _profiles.First(profile => profile.Column.Name == name);
    }

    private string Require(string name, string option, bool mustBeThere, params ReadOnlySpan<CellType> unusable)
    {
        ColumnInfo? column = _source.Find(name);
        if (column is not null && (column.Type == CellType.Other || unusable.Contains(column.Type)))
        {
            throw new DataException($"The column '{name}' holds values of a kind that cannot be used.", _source.Path, remedy: $"Name another as {option}. {There()}");
        }

        return column is not null || !mustBeThere ? name : throw new DataException(
            $"There is no column '{name}'. {There()}", _source.Path, remedy: $"Name one of them as {option}.");
    }

    private DataException Missing(string what, string option) => new(
        $"No column looks like the {what}. {There()}", _source.Path, remedy: $"Name it as {option}.");

    private DataException Ambiguous(string what, IEnumerable<string> candidates, string option) => new(
        $"Several columns may be the {what}: {NameList.Quote(candidates)}. {There()}", _source.Path, remedy: $"Name the one that is meant as {option}.");

    private string There() => $"The columns are {NameList.Quote(_source.Columns.Select(column => column.Name))}.";
}
