using Graft.Data.Reading;
using Graft.Models;

namespace Graft.Data;

/// <summary>From a spec to datasets: finds the parts, chooses columns, reads rows, makes targets.</summary>
internal static class DataLoader
{
    /// <summary>Reads one dataset; see <see cref="Dataset.Load"/>.</summary>
    public static Dataset LoadOne(string text, DataOptions options)
    {
        (DataSpec spec, FolderParts? folder) = Open(text, options);
        return LoadOne(spec, folder, options);
    }

    /// <summary>Reads one dataset of parts that were found already; <paramref name="folder"/> is null for a file.</summary>
    public static Dataset LoadOne(DataSpec spec, FolderParts? folder, DataOptions options)
    {
        var notes = new List<string>(folder?.Notes ?? []);
        if (folder is null)
        {
            using RowSource file = TableFile.Open(spec.Path, options);
            ColumnRoles roles = ColumnChooser.Choose(file, options, needLabels: true);
            notes.AddRange(roles.Notes);
            RawPart raw = new PartReader(file, roles, options).Read(RowSelection.Rows(file, Slices(spec), roles, options, notes), Name(spec.Path));
            return Bind(raw, LabelInference.Infer(raw, options), options, notes, isTrainingPart: true);
        }

        RawPart? joined = null;
        ColumnRoles? chosen = null;
        SliceTerm[] terms = Terms(spec, folder, options);
        foreach (IGrouping<DataPart, SliceTerm> group in terms.GroupBy(term => term.Part!.Value))
        {
            using RowSource source = Require(folder, group.Key, spec.Path).Open(options);
            chosen ??= ColumnChooser.Choose(source, options, needLabels: true);
            RawPart raw = new PartReader(source, chosen, options)
                .Read(RowSelection.Rows(source, [.. group.Select(term => term.Slice)], chosen, options, notes), $"{Name(spec.Path)}[{group.Key.Word()}]");
            joined = joined?.Join(raw) ?? raw;
        }

        return Bind(joined!, LabelInference.Infer(joined!, options), options, [.. notes, .. chosen!.Notes], terms.Any(term => term.Part == DataPart.Train));
    }

    /// <summary>A stream over one part; see <see cref="Dataset.Stream"/>.</summary>
    public static ExampleStream Stream(string text, DataOptions options, LabelSet? labels, Action<string>? tell)
    {
        (DataSpec spec, FolderParts? folder) = Open(text, options);
        return Stream(spec, folder, options, labels, tell);
    }

    /// <summary>The same of parts that were found already; <paramref name="folder"/> is null for a file.</summary>
    public static ExampleStream Stream(DataSpec spec, FolderParts? folder, DataOptions options, LabelSet? labels, Action<string>? tell)
    {
        if (folder is null)
        {
            var file = new PartFiles([spec.Path], null);
            return new ExampleStream([.. Slices(spec).Select(slice => (file, slice))], options, labels, Name(spec.Path), tell);
        }

        foreach (string note in folder.Notes)
        {
            tell?.Invoke(note);
        }

        return new ExampleStream(
            [.. Terms(spec, folder, options).Select(term => (Require(folder, term.Part!.Value, spec.Path), term.Slice))], options, labels, Name(spec.Path), tell);
    }

    /// <summary>Reads all parts; see <see cref="DatasetParts.Load"/>.</summary>
    /// <param name="text">A file or folder, with an optional slice.</param>
    /// <param name="options">How to read it.</param>
    public static DatasetParts LoadParts(string text, DataOptions options)
    {
        (DataSpec spec, FolderParts? folder) = Open(text, options);
        return LoadParts(spec, folder, options);
    }

    /// <summary>Reads all parts, which were found already; <paramref name="folder"/> is null for a file.</summary>
    public static DatasetParts LoadParts(DataSpec spec, FolderParts? folder, DataOptions options)
    {
        var files = new Dictionary<DataPart, PartFiles>();
        var slices = new Dictionary<DataPart, IReadOnlyList<Slice?>>();
        var notes = new List<string>(folder?.Notes ?? []);
        if (folder is null)
        {
            files[DataPart.Train] = new PartFiles([spec.Path], null);
            slices[DataPart.Train] = Slices(spec);
        }
        else
        {
            bool named = spec.Terms.Any(term => term.Part is not null);
            foreach ((DataPart part, PartFiles content) in folder.Parts)
            {
                Slice?[] wanted = [.. spec.Terms.Where(term => (term.Part ?? DataPart.Train) == part).Select(term => term.Slice)];
                if (named && wanted.Length == 0)
                {
                    notes.Add($"The {part.Word()} part is not used, as the slice does not name it.");
                    continue;
                }

                files[part] = content;
                slices[part] = wanted.Length == 0 ? [null] : wanted;
            }

            foreach (SliceTerm term in spec.Terms)
            {
                Require(folder, term.Part ?? DataPart.Train, spec.Path);
            }

            if (!files.ContainsKey(DataPart.Train))
            {
                throw new DataException(
                    $"There is no training part, only {string.Join(" and ", folder.Parts.Keys.Select(part => part.Word()))}.",
                    spec.Path,
                    remedy: "Name a file or folder 'train', or give the file itself.");
            }
        }

        return Read(files, slices, notes, options);
    }

    private static DatasetParts Read(
        Dictionary<DataPart, PartFiles> files, Dictionary<DataPart, IReadOnlyList<Slice?>> slices, List<string> notes, DataOptions options)
    {
        using RowSource source = files[DataPart.Train].Open(options);
        ColumnRoles roles = ColumnChooser.Choose(source, options, needLabels: true);
        notes.AddRange(roles.Notes);
        RawPart raw = new PartReader(source, roles, options).Read(RowSelection.Rows(source, slices[DataPart.Train], roles, options, notes), Name(files[DataPart.Train].Name));
        LabelSet labels = LabelInference.Infer(raw, options);
        bool? multiHot = TargetBinder.AreMultiHot(raw, labels, options);
        Dataset train = Bind(raw, labels, options, [], isTrainingPart: true, multiHot);
        TrainingClasses.Check(train, source, roles, slices[DataPart.Train].Any(slice => slice is not null), notes, options.AllowOneClass);
        notes.AddRange(train.Notes);
        Dataset? validation = Other(DataPart.Validation);
        Dataset? test = Other(DataPart.Test);
        return new DatasetParts(train, validation, test, notes);

        Dataset? Other(DataPart part)
        {
            if (!files.TryGetValue(part, out PartFiles? content))
            {
                return null;
            }

            using RowSource rows = content.Open(options);
            int[] chosen = [];
            string? reason = AbsentLabels(rows, roles);
            if (reason is null)
            {
                chosen = RowSelection.Rows(rows, slices[part], roles, options, notes);
                reason = BlankLabels(rows, roles, chosen);
            }

            if (reason is not null)
            {
                notes.Add($"The {part.Word()} part ({content.Name}) is not used: {reason}");
                return null;
            }

            RawPart cells = new PartReader(rows, roles, options).Read(chosen, Name(content.Name));
            Dataset data = new TargetBinder(cells, labels, raw.ClassNames, options, multiHot).Bind();
            notes.AddRange(data.Notes);
            if (labels.ProblemType == ProblemType.SingleLabel && data.ClassCounts() is var counts && counts.Count(count => count > 0) == 1)
            {
                notes.Add($"The {part.Word()} part holds one class only: '{labels.Names[Array.FindIndex(counts, count => count > 0)]}'.");
            }

            return data;
        }
    }

    private static string? AbsentLabels(RowSource source, ColumnRoles roles)
    {
        string[] absent = [.. roles.Labels.Where(label => source.Find(label) is null)];
        return absent.Length > 0 ? $"it has no column {NameList.Quote(absent)}." : null;
    }

    // Public test sets often come with every label blanked out (-1 or nothing). Only the rows wanted are read: others may be far away.
    private static string? BlankLabels(RowSource source, ColumnRoles roles, int[] rows)
    {
        object?[][] cells = source.ReadAnyOrder(roles.Labels, rows);
        bool named = roles.Labels.Count == 1 && source.Find(roles.Labels[0])!.ClassNames is not null;
        return cells.All(column => column.All(cell => LabelWords.IsMissing(cell) || (named && cell is -1L))) ? "none of its rows has a label." : null;
    }

    private static Dataset Bind(RawPart raw, LabelSet labels, DataOptions options, IReadOnlyList<string> notes, bool isTrainingPart, bool? multiHot = null)
    {
        multiHot ??= TargetBinder.AreMultiHot(raw, labels, options);
        Dataset bound = new TargetBinder(raw, labels, null, options, multiHot).Bind();
        return new Dataset(bound.Kind, bound.Labels, [.. bound], bound.Name, [.. notes, .. bound.Notes]) { IsTrainingPart = isTrainingPart, ListsAreFlags = multiHot };
    }

    private static (DataSpec Spec, FolderParts? Folder) Open(string text, DataOptions options)
    {
        DataSpec spec = DataSpec.Parse(text);
        if (Directory.Exists(spec.Path))
        {
            return (spec, FolderParts.Find(spec.Path, options.LabelNames));
        }

        if (File.Exists(spec.Path) && ArchiveFolder.IsArchive(spec.Path))
        {
            return (spec, FolderParts.Find(ArchiveFolder.Unpack(spec.Path), options.LabelNames));
        }

        if (!File.Exists(spec.Path))
        {
            throw new DataException("There is no such file or folder.", spec.Path, remedy: NearestPath.Question(spec.Path) ?? NearestPath.Check);
        }

        spec.RefuseParts();
        return (spec, null);
    }

    private static PartFiles Require(FolderParts folder, DataPart part, string path) =>
        folder.Parts.TryGetValue(part, out PartFiles? files) ? files : throw new DataException(
            $"There is no {part.Word()} part, only {string.Join(" and ", folder.Parts.Keys.Select(there => there.Word()))}.", path);

    // Each term with its part.
    private static SliceTerm[] Terms(DataSpec spec, FolderParts folder, DataOptions options)
    {
        DataPart fallback = folder.Parts.Count == 1 ? folder.Parts.Keys.First() : options.DefaultPart;
        return spec.Terms.Count == 0 ? [new SliceTerm(fallback, null)] : [.. spec.Terms.Select(term => term with { Part = term.Part ?? fallback })];
    }

    private static IReadOnlyList<Slice?> Slices(DataSpec spec) => spec.Terms.Count == 0 ? [null] : [.. spec.Terms.Select(term => term.Slice)];

    private static string Name(string path) => Path.GetFileName(path.TrimEnd('/', '\\'));
}
