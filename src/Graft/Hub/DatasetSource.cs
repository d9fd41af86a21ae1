using Graft.Data;
using Graft.Data.Reading;

namespace Graft.Hub;

/// <summary>Finds the parts of a dataset of the hub: from the cache if it holds what is asked for, else from the repository's parquet files or its converted branch.</summary>
/// <param name="client">Asks the hub.</param>
/// <param name="name">What the user wrote.</param>
/// <param name="options">How the data is to be read: a random sample needs whole files.</param>
/// <param name="onlyPart">The part that is read where the name has no slice; null for all.</param>
/// <param name="cancellation">Stops requests, also later ones.</param>
internal sealed class DatasetSource(HubClient client, DatasetName name, DataOptions options, DataPart? onlyPart, CancellationToken cancellation)
{
    private readonly CachedRepo _cache = new(client.Options, name.Repo);
    private readonly List<string> _notes = [];

    private string[] Revisions => name.Revision is { } revision ? [revision] : ["main", DatasetLayout.ConvertedBranch];

    /// <summary>Finds the parts; whole files are downloaded now, others when they are read.</summary>
    /// <exception cref="HubException">The dataset cannot be had, or has no such configuration or split.</exception>
    public FolderParts Find()
    {
        foreach (string revision in Revisions)
        {
            if (_cache.CommitOf(revision) is { } commit && FromCache(revision, commit) is { } parts)
            {
                return parts;
            }
        }

        if (client.Options.IsOffline)
        {
            string[] there = [.. Revisions.Select(_cache.CommitOf).OfType<string>().SelectMany(_cache.Files)];
            throw client.Absent(name.Repo, Revisions[0], there.Length == 0 ? [] : [$"what is asked for (it has {string.Join(", ", there)})"]);
        }

        foreach (string revision in Revisions)
        {
            if (List(revision) is { } listing && DatasetLayout.Splits(listing.Files) is { Count: > 0 } splits)
            {
                return Open(revision, listing.Commit, listing.Files, Choose(splits));
            }
        }

        if (name.Revision is null && Synchronously.Run(() => ConvertedFiles.AskAsync(client, name.Repo, cancellation)) is var (branch, told))
        {
            return Open(branch, told.Commit, told.Files, Choose(DatasetLayout.Splits(told.Files)));
        }

        throw new HubException(
            HubFailure.NotUsable, "Neither the repository nor its converted branch holds parquet files.", name.Repo.Name, "Download its files, and name them or their folder.");
    }

    private RepoListing? List(string revision)
    {
        try
        {
            return Synchronously.Run(() => client.ListAsync(name.Repo, revision, cancellation));
        }
        catch (HubException error) when (error.Failure == HubFailure.RevisionNotFound && revision == DatasetLayout.ConvertedBranch)
        {
            return null;
        }
    }

    private FolderParts? FromCache(string revision, string commit)
    {
        IReadOnlyList<string>? noted = new DatasetNotes(_cache, commit).Files;
        if (noted is not null)
        {
            IReadOnlyList<DatasetSplit> all = DatasetLayout.Splits(noted);
            Dictionary<DataPart, DatasetSplit>? chosen = all.Count == 0 ? null : Choose(all);
            bool canBeHad = chosen is not null && (!client.Options.IsOffline
                || chosen.All(split => split.Value.Files.All(file => _cache.Find(commit, file) is not null || (IsSliced(split.Key) && new DatasetNotes(_cache, commit).Find(file) is not null))));
            return canBeHad ? Open(revision, commit, noted, chosen!) : null;
        }

        // Nothing tells what else the repository has: only what is surely all that is asked for will do.
        IReadOnlyList<DatasetSplit> splits = [.. DatasetLayout.Splits(_cache.Files(commit)).Where(DatasetLayout.IsWhole)];
        Dictionary<DataPart, DatasetSplit>? known = splits.Count == 0 ? null : TryChoose(splits, out _);
        bool isEnough = known is not null && (name.Splits.Count > 0 || onlyPart is not null || known.Count > 1 || client.Options.IsOffline);
        return isEnough ? Open(revision, commit, null, known!) : null;
    }

    private FolderParts Open(string revision, string commit, IReadOnlyList<string>? listing, Dictionary<DataPart, DatasetSplit> splits)
    {
        string[] whole = [.. splits.Where(split => !IsSliced(split.Key)).SelectMany(split => split.Value.Files).Where(file => _cache.Find(commit, file) is null)];
        if (whole.Length > 0)
        {
            _ = Synchronously.Run(() => client.GetAsync(name.Repo, revision, commit, whole, cancellation));
        }

        var parts = new Dictionary<DataPart, PartFiles>();
        foreach ((DataPart part, DatasetSplit split) in splits)
        {
            bool isHere = split.Files.All(file => _cache.Find(commit, file) is not null);
            parts[part] = isHere
                ? new PartFiles([.. split.Files.Select(file => _cache.Pointer(commit, file))], null)
                : new PartFiles([.. split.Files.Select(file => $"{name.Repo}/{SafeName.File(file, name.Repo)}")], null) { OpenStream = Opener(revision, commit, listing!) };
        }

        return FolderParts.Of(parts, _notes);
    }

    private Func<string, Stream> Opener(string revision, string commit, IReadOnlyList<string> listing)
    {
        var notes = new DatasetNotes(_cache, commit);
        notes.Write(listing);
        if (_cache.CommitOf(revision) is null)
        {
            _cache.WriteReference(revision, commit);
        }

        Directory.CreateDirectory(_cache.Snapshot(commit));
        return path =>
        {
            string file = path[(name.Repo.Name.Length + 1)..];
            if (_cache.Find(commit, file) is { } whole)
            {
                return new FileStream(whole, FileMode.Open, FileAccess.Read, FileShare.Read);
            }

            RemoteFile? remote = notes.Find(file);
            if (remote is null)
            {
                client.Options.RefuseOffline($"{name.Repo}, {file}");
                remote = Synchronously.Run(() => RemoteFile.AskAsync(client.Connection, client.Options, name.Repo, commit, file, cancellation));
                notes.Write(file, remote);
            }

            return new RangeStream(new RangeFile(client, _cache, file, remote, client.Progress(name.Repo, 1), cancellation));
        };
    }

    // A random sample touches nearly every row group: whole files are then shared with the public tools and checked.
    private bool IsSliced(DataPart part) => !options.Shuffle && !options.Stratify
        && name.Spec.Terms.Any(term => (term.Part ?? onlyPart ?? DataPart.Train) == part && term.Slice is not null);

    private Dictionary<DataPart, DatasetSplit> Choose(IReadOnlyList<DatasetSplit> splits) =>
        TryChoose(splits, out string problem) ?? throw new HubException(HubFailure.NotUsable, problem, name.Repo.Name);

    private Dictionary<DataPart, DatasetSplit>? TryChoose(IReadOnlyList<DatasetSplit> splits, out string problem)
    {
        problem = "";
        string[] configurations = [.. splits.Select(split => split.Configuration).Distinct()];
        string? configuration = name.Configuration ?? (configurations is [var only] ? only : configurations.Contains(DatasetLayout.Default) ? DatasetLayout.Default : null);
        if (configuration is null || !configurations.Contains(configuration))
        {
            problem = $"{(configuration is null ? "It has several configurations" : $"It has no configuration '{configuration}', only")}: {string.Join(", ", configurations)}. Name one: {name.Repo}:{configurations[0]}.";
            return null;
        }

        DatasetSplit[] candidates = [.. splits.Where(split => split.Configuration == configuration)];
        var chosen = new Dictionary<DataPart, DatasetSplit>();
        foreach (string wanted in name.Splits)
        {
            DatasetSplit? split = candidates.FirstOrDefault(split => split.Name == wanted)
                ?? candidates.FirstOrDefault(split => PartNames.OfWord(wanted) is { } part && PartNames.OfWord(split.Name) == part);
            if (split is null)
            {
                problem = $"It has no split '{wanted}', only {string.Join(", ", candidates.Select(split => split.Name))}.";
                return null;
            }

            chosen[DatasetName.PartOf(wanted)] = split;
        }

        if (chosen.Count > 0)
        {
            return chosen;
        }

        foreach (DatasetSplit split in candidates.OrderBy(split => split.Name.Length))
        {
            if (PartNames.OfFile(split.Name + ".") is not { } part)
            {
                _notes.Add($"{name.Repo}: the split '{split.Name}' is not used, as its name says no part.");
            }
            else if (!chosen.TryAdd(part, split))
            {
                _notes.Add($"{name.Repo}: the split '{split.Name}' is not used, but '{chosen[part].Name}'; to use it, name it in the slice.");
            }
        }

        if (chosen.Count == 0 && candidates.Length == 1)
        {
            chosen[DataPart.Train] = candidates[0];
        }

        if (onlyPart is { } asked && chosen.Count > 1)
        {
            if (!chosen.TryGetValue(asked, out DatasetSplit? split))
            {
                problem = $"It has no {asked.Word()} split, only {string.Join(", ", candidates.Select(candidate => candidate.Name))}.";
                return null;
            }

            return new Dictionary<DataPart, DatasetSplit> { [asked] = split };
        }

        problem = chosen.Count == 0 ? $"None of its splits is a training, validation or test part: {string.Join(", ", candidates.Select(split => split.Name))}. Name one in a slice: {name.Repo}[{candidates[0].Name}]." : "";
        return chosen.Count == 0 ? null : chosen;
    }
}
