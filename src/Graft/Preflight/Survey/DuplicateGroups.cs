namespace Graft.Preflight.Survey;

/// <summary>Rows by their content: a group is all rows, of all parts, with one hash.</summary>
internal sealed class DuplicateGroups
{
    private readonly List<List<RowPlace>> _groups = [];

    /// <summary>Groups the rows of all parts; rows without content (empty texts, unreadable files) are in no group.</summary>
    public DuplicateGroups(IReadOnlyList<PreflightPart> parts)
    {
        var byHash = new Dictionary<UInt128, int>();
        for (int part = 0; part < parts.Count; part++)
        {
            for (int row = 0; row < parts[part].Facts.Length; row++)
            {
                UInt128 hash = parts[part].Facts[row].Hash;
                if (hash == 0)
                {
                    continue;
                }

                if (!byHash.TryGetValue(hash, out int group))
                {
                    group = _groups.Count;
                    byHash.Add(hash, group);
                    _groups.Add([]);
                }

                _groups[group].Add(new RowPlace(part, row));
            }
        }
    }

    /// <summary>Groups, in the order of their first rows.</summary>
    public int Count => _groups.Count;

    /// <summary>A group's rows, in order.</summary>
    public IReadOnlyList<RowPlace> this[int group] => _groups[group];

    /// <summary>Groups of several rows.</summary>
    public IEnumerable<IReadOnlyList<RowPlace>> Repeated => _groups.Where(group => group.Count > 1);
}
