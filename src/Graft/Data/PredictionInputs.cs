using Graft.Data.Reading;
using Graft.Models;
using Graft.Vision;

namespace Graft.Data;

/// <summary>Reads what is to be predicted: texts or images without labels.</summary>
public static class PredictionInputs
{
    /// <summary>The argument that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>
    /// Examples without targets, in the order of the arguments, each read when it is asked for. For texts an argument
    /// is a .txt file (a text a line, empty lines too), a .csv, .tsv, .jsonl, .json or .parquet file (its text column, with an
    /// optional slice), or else a text itself. For images it is an image file, a folder (all images in it and below, by
    /// name), or a table with an image column. "-" is standard input: a text a line, or one encoded image.
    /// </summary>
    /// <param name="arguments">The arguments; with none, <paramref name="standardInput"/> is read if there is one.</param>
    /// <param name="standardInput">What "-" stands for; null if there is none. Left open.</param>
    /// <param name="kind">What the model takes.</param>
    /// <param name="options">Which columns to read from tables, and how; null for the defaults.</param>
    /// <param name="tell">Gets what is found, left out and counted in tables, a sentence at a time, each once; null for no one.</param>
    /// <exception cref="DataException">While reading: a file is missing, is not what its ending says, or has no such column.</exception>
    public static IEnumerable<Example> Read(
        IEnumerable<string> arguments, Stream? standardInput, InputKind kind, DataOptions? options = null, Action<string>? tell = null) =>
        ReadRows(arguments, standardInput, kind, options, tell, new InputCount(), keepFields: false).Select(row => row.Example);

    /// <inheritdoc cref="Read"/>
    /// <param name="arguments">The arguments.</param>
    /// <param name="standardInput">What "-" stands for.</param>
    /// <param name="kind">What the model takes.</param>
    /// <param name="options">How to read tables.</param>
    /// <param name="tell">Gets what is found in them.</param>
    /// <param name="size">Counts the inputs when their files are opened.</param>
    /// <param name="keepFields">Whether the other cells of tables are read too.</param>
    internal static IEnumerable<InputRow> ReadRows(
        IEnumerable<string> arguments, Stream? standardInput, InputKind kind, DataOptions? options, Action<string>? tell, InputCount size, bool keepFields)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        string[] all = [.. arguments];
        return ReadAll(
            all.Length == 0 && standardInput is not null ? [StandardInput] : all, standardInput, kind, (options ?? new DataOptions()) with { KeepObjects = keepFields }, tell, size);
    }

    private static IEnumerable<InputRow> ReadAll(
        string[] arguments, Stream? standardInput, InputKind kind, DataOptions options, Action<string>? tell, InputCount size)
    {
        if (arguments.Length == 0)
        {
            throw new DataException("There is nothing to predict.", remedy: "Give texts, files or folders, or '-' for standard input.");
        }

        foreach (string argument in arguments)
        {
            if (argument == StandardInput || IsTable(argument) || (kind == InputKind.Image ? Directory.Exists(argument) : File.Exists(argument)))
            {
                size.AddUnknown();
            }
            else
            {
                size.Add(1);
            }
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            IEnumerable<InputRow> rows =
                argument == StandardInput ? Alone(FromInput(standardInput ?? throw new DataException("There is no standard input to read '-' from."), kind))
                : IsTable(argument) ? Rows(argument, kind, options, tell, size)
                : Alone(kind == InputKind.Image ? Images(argument, size) : Texts(argument, i + 1, size));
            foreach (InputRow row in rows)
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<InputRow> Alone(IEnumerable<Example> examples) => examples.Select(example => new InputRow(example));

    private static IEnumerable<Example> Texts(string argument, int number, InputCount size)
    {
        if (File.Exists(argument))
        {
            return FolderFiles.IsText(argument)
                ? FileLines(argument, size)
                : throw new DataException(
                    $"Files that end in '{Path.GetExtension(argument)}' are not read as texts.",
                    argument,
                    remedy: $"Give a .txt file with a text a line, or a file that ends in {FolderFiles.TableEndingList}.");
        }

        bool fileName = (FolderFiles.IsText(argument) || FolderFiles.IsImage(argument)) && !argument.Any(char.IsWhiteSpace);
        return fileName
            ? throw new DataException("There is no such file.", argument, remedy: NearestPath.Question(argument) ?? NearestPath.Check)
            : Directory.Exists(argument) && argument.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? throw new DataException("This is a folder; texts are read from files.", argument)
                : [new TextExample(argument) { Origin = $"text {number}" }];
    }

    private static IEnumerable<Example> Images(string argument, InputCount size)
    {
        if (Directory.Exists(argument))
        {
            string[] files = [.. FolderFiles.All(argument).Where(FolderFiles.IsImage)];
            size.Learn(files.Length);
            return files.Length > 0
                ? files.Select(ImageExample.FromFile)
                : throw new DataException("The folder holds no images.", argument, remedy: $"Images end in {ImageDecoder.ExtensionList}.");
        }

        return File.Exists(argument)
            ? [ImageExample.FromFile(argument)]
            : throw new DataException("There is no such file or folder.", argument, remedy: NearestPath.Question(argument) ?? NearestPath.Check);
    }

    // A table's name ends as one, with nothing blank in it unless the file is there: "see data.csv" is a text.
    private static bool IsTable(string argument)
    {
        int bracket = argument.EndsWith(']') ? argument.IndexOf('[', StringComparison.Ordinal) : -1;
        string path = bracket > 0 && !File.Exists(argument) ? argument[..bracket].TrimEnd() : argument;
        return FolderFiles.IsTable(path) && (File.Exists(path) || !path.Any(char.IsWhiteSpace));
    }

    private static IEnumerable<InputRow> Rows(string argument, InputKind kind, DataOptions options, Action<string>? tell, InputCount size)
    {
        DataSpec spec = DataSpec.Parse(argument);
        spec.RefuseParts();
        using RowSource source = TableFile.Open(spec.Path, options);
        ColumnRoles roles = ColumnChooser.Choose(source, options, needLabels: false, kind);
        List<string> notes = [.. roles.Notes];
        var told = new HashSet<string>(StringComparer.Ordinal);
        IEnumerable<int[]> chunks = spec.Terms.Count == 0
            ? source.Runs.Select(run => Enumerable.Range(run.Start, run.End - run.Start).ToArray())
            : [RowSelection.Rows(source, [.. spec.Terms.Select(term => term.Slice)], roles, options, notes)];
        InputColumns? columns = options.KeepObjects ? Columns(source, roles, notes) : null;
        size.Learn(spec.Terms.Count == 0 ? source.RowCount : chunks.Sum(chunk => chunk.Length));
        foreach (int[] chunk in chunks)
        {
            RawPart part = new PartReader(source, roles, options).Read(chunk, spec.Path);
            foreach (string note in notes.Concat(part.Notes).Where(told.Add))
            {
                tell?.Invoke(note);
            }

            object?[][]? cells = columns is null ? null : Cells(source, columns, part);
            for (int i = 0; i < part.Examples.Length; i++)
            {
                yield return new InputRow(part.Examples[i], cells is null ? null : new InputFields(columns!, [.. cells.Select(column => column[i])]));
            }
        }
    }

    // The column of the inputs is always among them, whatever its cells hold.
    private static InputColumns Columns(RowSource source, ColumnRoles roles, List<string> notes)
    {
        string[] names = [.. source.Columns.Where(column => IsKept(source, column) || column.Name == roles.Input).Select(column => column.Name)];
        string[] left = [.. source.Columns.Select(column => column.Name).Except(names)];
        if (left.Length > 0)
        {
            notes.Add($"{source.Path}: {(left.Length == 1 ? "the column" : "the columns")} {NameList.Quote(left)} cannot be written beside predictions and {(left.Length == 1 ? "is" : "are")} left out.");
        }

        return new InputColumns(names, Array.IndexOf(names, roles.Input), roles.Pair is { } pair ? Array.IndexOf(names, pair) : null);
    }

    // The objects of JSON files have a text; those of Parquet files are not read.
    private static bool IsKept(RowSource source, ColumnInfo column) => column.Type != CellType.Image && (column.Type != CellType.Other || source is MemoryTable);

    private static object?[][] Cells(RowSource source, InputColumns columns, RawPart part)
    {
        string[] readable = [.. columns.Names.Where(name => IsKept(source, source.Find(name)!))];
        object?[][] read = source.ReadAnyOrder(readable, [.. part.Rows]);
        return [.. columns.Names.Select(name => Array.IndexOf(readable, name) is var at and >= 0 ? read[at] : [.. part.Examples.Select(example => example.Origin)])];
    }

    private static IEnumerable<Example> FileLines(string path, InputCount size)
    {
        ReadOnlyMemory<byte> text = FileContent.ReadFreeText(path);
        size.Learn(text.Span.Count((byte)'\n') + (text.Span.EndsWith("\n"u8) ? 0 : 1));
        return Lines(new MemoryStream(text.ToArray()), path);
    }

    private static IEnumerable<Example> FromInput(Stream input, InputKind kind) =>
        kind == InputKind.Text ? Lines(input, "standard input") : [ImageExample.FromBytes("standard input", AllBytes(input))];

    private static ReadOnlyMemory<byte> AllBytes(Stream input)
    {
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static IEnumerable<Example> Lines(Stream input, string name)
    {
        using var reader = new StreamReader(input, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true), true, -1, leaveOpen: true);
        for (int line = 1; ReadLine(reader, name, line) is { } text; line++)
        {
            yield return new TextExample(text) { Origin = $"{name}, line {line}" };
        }
    }

    private static string? ReadLine(StreamReader reader, string name, int line)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (System.Text.DecoderFallbackException error)
        {
            throw new DataException("The text is not UTF-8.", name, $"at or after line {line}", "Give it as UTF-8.", error);
        }
    }
}
