using Graft.Models;
namespace Graft.Data.Reading;

/// <summary>Reads the rows of a part that are asked for.</summary>
internal sealed class PartReader(RowSource source, ColumnRoles roles, DataOptions options)
{
    private readonly List<string> _notes = [.. source.Notes];
    private int _bad;
    private string _firstBad = "";

    /// <summary>Reads rows into examples without targets.</summary>
    /// <param name="rows">The rows, in the order wanted.</param>
    /// <param name="name">What messages call the part.</param>
    /// <exception cref="DataException">A column is missing, or a row's image is (unless bad rows are skipped).</exception>
    public RawPart Read(int[] rows, string name)
    {
        foreach (string column in roles.All.Where(column => source.Find(column) is null))
        {
            throw new DataException(
                $"There is no column '{column}', which the training part has; the columns are {NameList.Quote(source.Columns.Select(c => c.Name))}.", source.Path);
        }

        object?[][] cells = source.ReadAnyOrder(roles.All, rows);
        object?[] pairs = roles.Pair is null ? [] : cells[1];
        object?[][] labels = cells[^roles.Labels.Count..];
        var examples = new Example?[rows.Length];
        int empty = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            examples[i] = roles.Kind == InputKind.Image
                ? Image(cells[0][i], rows[i])
                : Text(cells[0][i], pairs.Length > 0 ? pairs[i] : null, rows[i]);
            empty += examples[i] is TextExample text && string.IsNullOrWhiteSpace(text.Text) && string.IsNullOrWhiteSpace(text.TextPair) ? 1 : 0;
        }

        if (empty > 0)
        {
            _notes.Add($"{name}: {empty:N0} texts are empty; they are kept.");
        }

        if (_bad > 0)
        {
            _notes.Add($"{name}: {_bad:N0} rows without a usable image were left out (the first: {_firstBad})");
        }

        NoteUnnamedImages(rows.Length);
        ColumnInfo? label = roles.Labels.Count == 1 ? source.Find(roles.Labels[0]) : null;
        return new RawPart
        {
            Kind = roles.Kind,
            Name = name,
            Path = source.Path,
            Examples = [.. examples.OfType<Example>()],
            LabelColumns = roles.Labels,
            Labels = [.. labels.Select(column => column.Where((_, i) => examples[i] is not null).ToArray())],
            ClassNames = label?.ClassNames,
            Notes = _notes,
        };
    }

    private TextExample Text(object? text, object? pair, int row) =>
        new(CellText.Of(text), roles.Pair is null ? null : CellText.Of(pair)) { Origin = source.Origin(row) };

    private ImageExample? Image(object? cell, int row)
    {
        string origin = source.Origin(row);
        if (cell is ImageCell { Bytes: { Length: > 0 } bytes } inMemory)
        {
            return ImageExample.FromBytes(inMemory.Path is { Length: > 0 } path ? path : origin, bytes) with { Origin = origin };
        }

        if (source is ClassFolder)
        {
            return ImageExample.FromFile(((ImageCell)cell!).Path!);
        }

        string? problem = (cell is ImageCell image ? image.Path : cell as string) is { } name
            ? ImagePath.Resolve(source.Folder, name, out string file)
            : Unnamed(out file);
        if (problem is null)
        {
            return ImageExample.FromFile(file) with { Origin = origin };
        }

        if (!options.SkipBad)
        {
            throw new DataException(problem, origin, remedy: $"File names are relative to the data's folder. To leave such rows out, set {OptionNames.SkipBad}.");
        }

        _firstBad = _bad++ == 0 ? $"{origin}: {problem}" : _firstBad;
        return null;
    }

    private static string Unnamed(out string file)
    {
        file = "";
        return "The row has no image.";
    }

    private void NoteUnnamedImages(int rowCount)
    {
        bool metadata = Path.GetFileNameWithoutExtension(source.Path).Equals("metadata", StringComparison.OrdinalIgnoreCase);
        if (roles.Kind == InputKind.Image && metadata && rowCount == source.RowCount)
        {
            int images = FolderFiles.All(source.Folder).Count(FolderFiles.IsImage);
            if (images > source.RowCount)
            {
                _notes.Add($"{source.Folder}: {images - source.RowCount:N0} images are not named in {Path.GetFileName(source.Path)}; they were left out.");
            }
        }
    }
}
