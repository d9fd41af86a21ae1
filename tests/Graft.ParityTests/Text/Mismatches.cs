namespace Graft.ParityTests.Text;

/// <summary>Collects what differs, and fails with the first few.</summary>
internal sealed class Mismatches
{
    private readonly List<string> _found = [];
    private int _compared;

    /// <summary>Compares two lists.</summary>
    public bool Equal<T>(string what, IReadOnlyList<T> expected, IReadOnlyList<T> actual)
    {
        _compared++;
        if (expected.SequenceEqual(actual))
        {
            return true;
        }

        int at = 0;
        while (at < expected.Count && at < actual.Count && EqualityComparer<T>.Default.Equals(expected[at], actual[at]))
        {
            at++;
        }

        _found.Add($"{what}: differs at {at}, expected …{string.Join(',', expected.Skip(Math.Max(0, at - 2)).Take(12))}, "
            + $"was …{string.Join(',', actual.Skip(Math.Max(0, at - 2)).Take(12))} (lengths {expected.Count} and {actual.Count})");
        return false;
    }

    /// <summary>Compares two strings.</summary>
    public void Equal(string what, string? expected, string? actual)
    {
        _compared++;
        if (expected != actual)
        {
            _found.Add($"{what}: expected '{expected}', was '{actual}'");
        }
    }

    /// <summary>Notes a failure.</summary>
    public void Fail(string what) => _found.Add(what);

    /// <summary>Counts a comparison that passed.</summary>
    public void Pass() => _compared++;

    /// <summary>Fails if anything differed, or nothing was compared.</summary>
    public void Verify()
    {
        Assert.True(_compared > 0, "nothing was compared");
        Assert.True(_found.Count == 0, $"{_found.Count} of {_compared} differ:\n" + string.Join('\n', _found.Take(12)));
    }
}
