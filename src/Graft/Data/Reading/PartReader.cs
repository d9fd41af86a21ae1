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
    /// <exception cref="DataException">A column is missing or holds no texts, or a row has no text or image (unless bad rows are skipped).</exception>
    public RawPart Read(int[] rows, string name)
    {
        foreach (string column in roles.All.Where(column => source.Find(column) is null))
        {
            throw new DataException(
                $"There is no column '{column}', which the training part has; the columns are {NameList.Quote(source.Columns.Select(c => c.Name))}.", source.Path);
        }

        object?[][] cells = source.ReadAnyOrder(roles.All, rows);
        object?[] pairs = roles.Pair is null ? [] : cells[1];
        if (roles.Kind == InputKind.Text)
        {
            RefuseOther(roles.Input, cells[0]);
            RefuseOther(roles.Pair, pairs);
        }

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
            _notes.Add($"{name}: {_bad:N0} rows without a usable {(roles.Kind == InputKind.Image ? "image" : "text")} were left out (the first: {_firstBad})");
        }

        NoteUnnamedImages(rows.Length);
        ColumnInfo? label = roles.Labels.Count == 1 ? source.Find(roles.Labels[0]) : null;
        return new RawPart
        {
            Kind = roles.Kind,
            Name = name,
            Path = source.Path,
            Examples = [.. examples.OfType<Example>()],
            Rows = [.. rows.Where((_, i) => examples[i] is not null)],
            LabelColumns = roles.Labels,
            Labels = [.. labels.Select(column => column.Where((_, i) => examples[i] is not null).ToArray())],
            ClassNames = label?.ClassNames,
            Notes = _notes,
        };
    }

    private TextExample? Text(object? text, object? pair, int row)
    {
        string? column = !CellText.IsText(text) ? roles.Input : !CellText.IsText(pair) ? roles.Pair : null;
        if (column is null)
        {
            return new TextExample(CellText.Of(text), roles.Pair is null ? null : CellText.Of(pair)) { Origin = source.Origin(row) };
        }

        Skip($"The cell in the column '{column}' is a list, an object or an image, not a text.", source.Origin(row), "");
        return null;
    }

    // Where some cells are texts, the others are bad rows. Where none is, the column is: of some kinds no cell is read at all.
    private void RefuseOther(string? name, object?[] cells)
    {
        if (name is not null && source.Find(name)!.Type is CellType.List or CellType.Image or CellType.Other && !cells.Any(cell => cell is not null && CellText.IsText(cell)))
        {
            throw new DataException($"The column '{name}' holds no texts in this file, unlike in the one that the columns were chosen by.", source.Path);
        }
    }

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

        Skip(problem, origin, "File names are relative to the data's folder. ");
        return null;
    }

    private void Skip(string problem, string origin, string remedy)
    {
        if (!options.SkipBad)
        {
            throw new DataException(problem, origin, remedy: $"{remedy}To leave such rows out, set {OptionNames.SkipBad}.");
        }

        _firstBad = _bad++ == 0 ? $"{origin}: {problem}" : _firstBad;
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
