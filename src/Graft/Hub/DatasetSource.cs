using Graft.Data;
using Graft.Data.Reading;

namespace Graft.Hub;

/// <summary>
/// Finds the parts of a dataset of the hub: from the cache if it holds what is asked for, else from the repository's parquet
/// files, its converted branch, or its other tables, in this order. Where the card describes configurations, they are those.
/// </summary>
/// <param name="client">Asks the hub.</param>
/// <param name="name">What the user wrote.</param>
/// <param name="options">How the data is to be read: a random sample needs whole files.</param>
/// <param name="onlyPart">The part that is read where the name has no slice; null for all.</param>
/// <param name="cancellation">Stops requests, also later ones.</param>
/// <param name="streams">True to download nothing whole and to write nothing to the disk: all is read from the hub when it is asked for, unless the cache has it.</param>
internal sealed class DatasetSource(HubClient client, DatasetName name, DataOptions options, DataPart? onlyPart, CancellationToken cancellation, bool streams = false)
{
    private readonly CachedRepo _cache = new(client.Options, name.Repo);
    private readonly List<string> _notes = [];
    private SplitChoice? _choice;
    private CardFeatures? _features;
    private string? _doubt;

    private string[] Revisions => name.Revision is { } revision ? [revision] : ["main", DatasetLayout.ConvertedBranch];

    private SplitChoice Choice => _choice ??= new SplitChoice(name, onlyPart, _notes);

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
            string doubt = string.IsNullOrEmpty(_doubt) ? "" : ". " + _doubt.TrimEnd('.');
            throw client.Absent(name.Repo, Revisions[0], there.Length == 0 ? [] : [$"what is asked for (it has {string.Join(", ", there)}{doubt})"]);
        }

        string? problem = null;
        Func<FolderParts>? openTables = null;
        foreach (string revision in Revisions)
        {
            if (Try(() => Ask(revision)) is not var (listing, chosen))
            {
                continue;
            }

            if (chosen.Values.All(DatasetLayout.IsParquet))
            {
                return Open(revision, listing.Commit, listing.Files, chosen);
            }

            openTables ??= () => Open(revision, listing.Commit, listing.Files, chosen);
        }

        if (name.Revision is null && Try(AskServer) is var (branch, told, splits))
        {
            return Open(branch, told.Commit, told.Files, splits);
        }

        return openTables is not null ? openTables() : throw new HubException(
            HubFailure.NotUsable, problem ?? "Neither the repository nor its converted branch holds tables that Graft reads (parquet, CSV, JSON Lines).", name.Repo.Name,
            problem is null ? "Download its files, and name them or their folder." : null);

        // Where there are tables, what would come before them is not needed: a mirror may not have it, or answer with a page.
        T? Try<T>(Func<T?> ask) where T : struct
        {
            try
            {
                return ask();
            }
            catch (HubException error) when (openTables is not null)
            {
                Note($"{name.Repo}: its converted branch is not used. {error.Problem}");
                return null;
            }
        }

        (RepoListing Listing, Dictionary<DataPart, DatasetSplit> Splits)? Ask(string revision)
        {
            if (List(revision) is not { } listing || Splits(revision, listing.Commit, listing.Files, mayAsk: true) is not { Count: > 0 } splits)
            {
                return null;
            }

            Dictionary<DataPart, DatasetSplit>? chosen = splits.All(DatasetLayout.IsParquet) ? Choice.Choose(splits) : Choice.TryChoose(splits, out problem);
            return chosen is null ? null : (listing, chosen);
        }

        (string Branch, RepoListing Listing, Dictionary<DataPart, DatasetSplit> Splits)? AskServer() =>
            Synchronously.Run(() => ConvertedFiles.AskAsync(client, name.Repo, cancellation)) is var (branch, told)
                ? (branch, told, Choice.Choose(DatasetLayout.Splits(told.Files))) : null;
    }

    private RepoListing? List(string revision) => revision == DatasetLayout.ConvertedBranch
        ? Synchronously.Run(() => client.ListConvertedAsync(name.Repo, cancellation))
        : Synchronously.Run(() => client.ListAsync(name.Repo, revision, cancellation));

    // What the card says, else what the names of the files say.
    private IReadOnlyList<DatasetSplit> Splits(string revision, string commit, IReadOnlyList<string> files, bool mayAsk)
    {
        // Before the card is written anywhere.
        foreach (string file in files.Where(FolderFiles.IsTable))
        {
            SafeName.File(file, name.Repo);
        }

        if (Card(revision, commit, files, mayAsk) is { } card)
        {
            Choice.DefaultConfiguration = card.Default;
            if (card.Splits(files) is { Count: > 0 } described)
            {
                return described;
            }
        }

        return DatasetLayout.Splits(files) is { Count: > 0 } parquet ? parquet : DatasetLayout.OtherTables(files);
    }

    private DatasetCard? Card(string revision, string commit, IReadOnlyList<string> files, bool mayAsk)
    {
        try
        {
            using Stream? content = files.Contains(DatasetCard.FileName) ? OpenCard(revision, commit, files, mayAsk) : null;
            if (content is null)
            {
                return null;
            }

            using var card = new MemoryStream();
            content.CopyTo(card);
            card.Position = 0;
            _features = CardFeatures.Read(card);
            card.Position = 0;
            return DatasetCard.Read(card);
        }
        catch (FormatException error)
        {
            string note = $"{name.Repo}: the card's configs cannot be read: {error.Message}; the names of the files decide.";
            Note(note);
            return null;
        }
    }

    private Stream? OpenCard(string revision, string commit, IReadOnlyList<string> files, bool mayAsk)
    {
        if (_cache.Find(commit, DatasetCard.FileName) is null)
        {
            if (!mayAsk)
            {
                return null;
            }

            if (streams)
            {
                return Open(commit, DatasetCard.FileName);
            }

            _ = Synchronously.Run(() => client.GetAsync(name.Repo, revision, commit, [DatasetCard.FileName], files, cancellation));
        }

        return new FileStream(_cache.Pointer(commit, DatasetCard.FileName), FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    private FolderParts? FromCache(string revision, string commit)
    {
        var notes = new CommitNotes(_cache, commit);
        IReadOnlyList<string>? noted = notes.Files;
        IReadOnlyList<DatasetSplit> splits = Splits(revision, commit, noted ?? _cache.Files(commit), mayAsk: false);
        if (noted is not null)
        {
            // What is not there may be on the hub by now.
            Dictionary<DataPart, DatasetSplit>? chosen = splits.Count == 0 ? null : Choice.TryChoose(splits, out _doubt);
            return chosen is not null && chosen.All(split => CanBeHad(split.Key, split.Value)) ? Open(revision, commit, noted, chosen) : null;
        }

        // Nothing tells what else the repository has: only what is surely all that is asked for will do. A download may have been
        // cut between two files whose names do not count them; the hub can be asked, unless it must not.
        splits = [.. splits.Where(split => DatasetLayout.IsWhole(split) && (client.Options.IsOffline || DatasetLayout.IsCounted(split)))];
        Dictionary<DataPart, DatasetSplit>? known = splits.Count == 0 ? null : Choice.TryChoose(splits, out _doubt, areAll: false);
        bool isEnough = known is not null && (name.Splits.Count > 0 || onlyPart is not null || known.Count > 1 || client.Options.IsOffline);
        if (!isEnough)
        {
            return null;
        }

        foreach (DatasetSplit split in known!.Values.Where(split => !DatasetLayout.IsCounted(split)))
        {
            Note($"{name.Repo}: the cache does not tell whether these are all files of the split '{split.Name}': {string.Join(", ", split.Files)}.");
        }

        return Open(revision, commit, null, known);

        // Other tables than parquet files are taken from here only if they are here: the converted branch comes before them.
        bool CanBeHad(DataPart part, DatasetSplit split) =>
            split.Files.All(file => _cache.Find(commit, file) is not null
                || ((DatasetLayout.IsParquet(split) || streams) && (!client.Options.IsOffline || (IsSliced(part) && notes.Find(file) is not null))));
    }

    private FolderParts Open(string revision, string commit, IReadOnlyList<string>? listing, Dictionary<DataPart, DatasetSplit> splits)
    {
        string[] whole = streams ? [] : [.. splits.Where(split => !IsSliced(split.Key) || !DatasetLayout.IsParquet(split.Value))
            .SelectMany(split => split.Value.Files).Where(file => _cache.Find(commit, file) is null)];
        if (whole.Length > 0)
        {
            _ = Synchronously.Run(() => client.GetAsync(name.Repo, revision, commit, whole, listing, cancellation));
        }
        else if (!streams && listing is not null)
        {
            new CommitNotes(_cache, commit).TryWrite(listing);
        }

        var parts = new Dictionary<DataPart, PartFiles>();
        foreach ((DataPart part, DatasetSplit split) in splits)
        {
            bool isHere = split.Files.All(file => _cache.Find(commit, file) is not null);
            PartFiles files = isHere
                ? new PartFiles([.. split.Files.Select(file => _cache.Pointer(commit, file))], null)
                : new PartFiles([.. split.Files.Select(file => $"{name.Repo}/{SafeName.File(file, name.Repo)}")], null) { OpenStream = Opener(revision, commit, listing!) };
            parts[part] = files with { ClassNames = _features?.Of(split.Configuration) };
        }

        return FolderParts.Of(parts, _notes);
    }

    // What is looked for is looked for in several places.
    private void Note(string note) => _notes.AddRange(_notes.Contains(note) ? [] : [note]);

    private Func<string, Stream> Opener(string revision, string commit, IReadOnlyList<string> listing)
    {
        if (!streams)
        {
            new CommitNotes(_cache, commit).Write(listing);
            if (_cache.CommitOf(revision) is null)
            {
                _cache.WriteReference(revision, commit);
            }

            // Where the revision is a commit, no reference has made it.
            Directory.CreateDirectory(_cache.Snapshot(commit));
        }

        return path => Open(commit, path[(name.Repo.Name.Length + 1)..]);
    }

    private Stream Open(string commit, string file)
    {
        if (_cache.Find(commit, file) is { } whole)
        {
            return new FileStream(whole, FileMode.Open, FileAccess.Read, FileShare.Read);
        }

        var notes = new CommitNotes(_cache, commit);
        RemoteFile? remote = notes.Find(file);
        if (remote is null)
        {
            client.Options.RefuseOffline($"{name.Repo}, {file}");
            remote = Synchronously.Run(() => RemoteFile.AskAsync(client.Connection, client.Options, name.Repo, commit, file, cancellation));
            if (!streams)
            {
                notes.Write(file, remote);
            }
        }

        return new RangeStream(new RangeFile(client, _cache, file, remote, client.Progress(name.Repo, 1), cancellation, keeps: !streams));
    }

    // A random sample touches nearly every row group: whole files are then shared with the public tools and checked.
    private bool IsSliced(DataPart part) => !options.Shuffle && !options.Stratify
        && name.Spec.Terms.Any(term => (term.Part ?? onlyPart ?? DataPart.Train) == part && term.Slice is not null);
}
