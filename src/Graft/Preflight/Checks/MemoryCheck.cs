using System.Globalization;

namespace Graft.Preflight.Checks;

/// <summary>A training that is expected to need more memory than there is.</summary>
internal static class MemoryCheck
{
    private const double GigaByte = 1L << 30;

    /// <summary>Compares.</summary>
    /// <param name="expected">Bytes expected.</param>
    /// <param name="available">Bytes that the machine (or its container) gives.</param>
    public static IEnumerable<Finding> Find(long expected, long available)
    {
        if (expected > available)
        {
            yield return new Finding(
                "memory", FindingSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"Training is expected to take {expected / GigaByte:0.0} GB of memory, of which there are {available / GigaByte:0.0}."),
                1, 1, [], "Lower the batch size (and raise --gradient-accumulation as much), then the maximum length of texts.");
        }
    }
}
