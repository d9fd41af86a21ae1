using System.Text;

namespace Graft.Data.Reading;

/// <summary>A folder with a sub-folder for each class, of images or of .txt files; the sub-folder's name is the class.</summary>
internal sealed class ClassFolder : RowSource
{
    /// <summary>The column with the images.</summary>
    public const string ImageColumn = "image";

    /// <summary>The column with the texts.</summary>
    public const string TextColumn = "text";

    /// <summary>The column with the class names.</summary>
    public const string LabelColumn = "label";

    private readonly (string File, string Label)[] _rows;
    private readonly string[] _notes;
    private readonly string _folder;

    private ClassFolder(string folder, (string File, string Label)[] rows, bool images, string[] notes)
    {
        _folder = folder;
        _rows = rows;
        _notes = notes;
        Columns = [new ColumnInfo(images ? ImageColumn : TextColumn, images ? CellType.Image : CellType.Text), new ColumnInfo(LabelColumn, CellType.Text)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ColumnInfo> Columns { get; }

    /// <inheritdoc/>
    public override int RowCount => _rows.Length;

    /// <inheritdoc/>
    public override string Folder => _folder;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => _notes;

    /// <summary>The names of the class folders that hold anything, in their order as labels.</summary>
    public IReadOnlyList<string> ClassNames => [.. _rows.Select(row => row.Label).Distinct(StringComparer.Ordinal).Order(LabelOrder.Instance)];

    /// <summary>Lists a folder of class folders; null if no sub-folder holds images or texts.</summary>
    public static ClassFolder? TryOpen(string folder)
    {
        var files = new List<(string File, string Label)>();
        var empty = new List<string>();
        var other = new List<string>();
        bool images = FolderFiles.SubFolders(folder).Any(sub => FolderFiles.All(sub).Any(FolderFiles.IsImage));
        foreach (string sub in FolderFiles.SubFolders(folder))
        {
            string label = System.IO.Path.GetFileName(sub);
            int before = files.Count;
            FolderLinks.Check(folder, sub);
            foreach (string file in FolderFiles.All(sub))
            {
                FolderLinks.Check(folder, file);
                if (images ? FolderFiles.IsImage(file) : FolderFiles.IsText(file))
                {
                    files.Add((file, label));
                }
                else
                {
                    other.Add(file);
                }
            }

            if (files.Count == before)
            {
                empty.Add(label);
            }
        }

        var notes = new List<string>();
        string kind = images ? "image" : "text";
        if (other.Count > 0)
        {
            notes.Add($"{folder}: {other.Count:N0} files that are no {kind}s were left out (the first: {System.IO.Path.GetRelativePath(folder, other[0])}).");
        }

        if (empty.Count > 0)
        {
            notes.Add($"{folder}: class folders without {kind}s were left out: {NameList.Quote(empty)}.");
        }

        return files.Count == 0 ? null : new ClassFolder(folder, [.. files], images, [.. notes]) { Path = folder };
    }

    /// <inheritdoc/>
    public override string Origin(int row) => _rows[row].File;

    /// <inheritdoc/>
    public override object?[][] Read(IReadOnlyList<string> columns, ReadOnlySpan<int> rows)
    {
        var result = new object?[columns.Count][];
        for (int c = 0; c < result.Length; c++)
        {
            result[c] = new object?[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                (string file, string label) = _rows[rows[i]];
                result[c][i] = columns[c] switch
                {
                    LabelColumn => label,
                    ImageColumn => new ImageCell(null, file),
                    _ => Encoding.UTF8.GetString(FileContent.ReadFreeText(file).Span),
                };
            }
        }

        return result;
    }
}
