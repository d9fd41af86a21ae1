using Graft.Data;

namespace Graft.Hub;

/// <summary>Chooses among the splits of a dataset those that are asked for, and what part each is.</summary>
/// <param name="name">What the user wrote.</param>
/// <param name="onlyPart">The part that is read where the name has no slice; null for all.</param>
/// <param name="notes">Receives what is not used.</param>
internal sealed class SplitChoice(DatasetName name, DataPart? onlyPart, List<string> notes)
{
    /// <summary>The configuration that is taken where the name has none and there are several; null for the one called "default".</summary>
    public string? DefaultConfiguration { get; set; }

    /// <summary>Chooses, or fails.</summary>
    /// <exception cref="HubException">There is no such configuration or split, or it is not clear which is meant.</exception>
    public Dictionary<DataPart, DatasetSplit> Choose(IReadOnlyList<DatasetSplit> splits) =>
        TryChoose(splits, out string problem) ?? throw new HubException(HubFailure.NotUsable, problem, name.Repo.Name);

    /// <summary>Chooses; null if what is asked for is not there.</summary>
    /// <param name="splits">The splits there are; at least one.</param>
    /// <param name="problem">What is not there, or not clear.</param>
    /// <param name="areAll">False if the dataset may have others than these: then only what would be chosen among all will do.</param>
    public Dictionary<DataPart, DatasetSplit>? TryChoose(IReadOnlyList<DatasetSplit> splits, out string problem, bool areAll = true)
    {
        string[] configurations = [.. splits.Select(split => split.Configuration).Distinct()];
        string? configuration = name.Configuration
            ?? (configurations is [var only] ? only : configurations.FirstOrDefault(one => one == (DefaultConfiguration ?? DatasetLayout.Default)));
        if (configuration is null || !configurations.Contains(configuration))
        {
            problem = $"{(configuration is null ? "It has several configurations" : $"It has no configuration '{configuration}', only")}: {string.Join(", ", configurations)}. Name one: {name.Repo}:{configurations[0]}.";
            return null;
        }

        if (!areAll && name.Configuration is null && configuration != DatasetLayout.Default)
        {
            Note($"{name.Repo}: the configuration '{configuration}' is taken, the only one in the cache; another is named as {name.Repo}:configuration.");
        }

        DatasetSplit[] candidates = [.. splits.Where(split => split.Configuration == configuration)];
        return name.Splits.Count > 0 ? Named(candidates, areAll, out problem) : Unnamed(candidates, areAll, out problem);
    }

    private Dictionary<DataPart, DatasetSplit>? Named(DatasetSplit[] candidates, bool areAll, out string problem)
    {
        problem = "";
        var chosen = new Dictionary<DataPart, DatasetSplit>();
        foreach (string wanted in name.Splits)
        {
            DataPart? part = PartNames.OfWord(wanted);

            // A single file that says no part is the training part, as of a folder.
            DatasetSplit[] saying = [.. candidates.Where(split => part is not null && PartNames.OfFile(split.Name + ".") == part)];
            DatasetSplit? split = candidates.FirstOrDefault(split => split.Name == wanted);
            split ??= !areAll ? null : candidates.FirstOrDefault(split => part is not null && PartNames.OfWord(split.Name) == part)
                ?? (saying is [var one] ? one : null)
                ?? (part == DataPart.Train && candidates is [var only] && PartNames.OfFile(only.Name + ".") is null ? only : null);
            if (split is null)
            {
                problem = $"It has no split '{wanted}', only {string.Join(", ", candidates.Select(split => split.Name))}.";
                return null;
            }

            chosen[DatasetName.PartOf(wanted)] = split;
        }

        return chosen;
    }

    private Dictionary<DataPart, DatasetSplit>? Unnamed(DatasetSplit[] candidates, bool areAll, out string problem)
    {
        problem = "";
        var chosen = new Dictionary<DataPart, DatasetSplit>();
        foreach (DatasetSplit split in candidates.OrderBy(split => split.Name.Length))
        {
            if ((areAll ? PartNames.OfFile(split.Name + ".") : PartNames.OfWord(split.Name)) is not { } part)
            {
                if (areAll && candidates.Length > 1)
                {
                    Note($"{name.Repo}: the split '{split.Name}' is not used, as its name says no part.");
                }
            }
            else if (!chosen.TryAdd(part, split))
            {
                Note($"{name.Repo}: the split '{split.Name}' is not used, but '{chosen[part].Name}'; to use it, name it in the slice.");
            }
        }

        if (areAll && chosen.Count == 0 && candidates.Length == 1)
        {
            chosen[DataPart.Train] = candidates[0];
        }

        if (onlyPart is { } asked && (chosen.Count > 1 || !areAll))
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

    // The choice may be made several times, from the cache and from the hub.
    private void Note(string note)
    {
        if (!notes.Contains(note))
        {
            notes.Add(note);
        }
    }
}
