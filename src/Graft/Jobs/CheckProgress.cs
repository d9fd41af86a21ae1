using System.Globalization;
using Graft.Data;
using Graft.Jobs.Events;

namespace Graft.Jobs;

/// <summary>Tells how far a look at all rows is.</summary>
internal static class CheckProgress
{
    /// <summary>What tells <see cref="Preparing"/>.</summary>
    /// <param name="doing">What is done with the rows: "checking".</param>
    /// <param name="parts">The rows.</param>
    /// <param name="tell">Gets it.</param>
    public static Action<int, int> Of(string doing, DatasetParts parts, Action<JobEvent> tell)
    {
        int rows = parts.Train.Count + (parts.Validation?.Count ?? 0) + (parts.Test?.Count ?? 0);
        string step = string.Create(CultureInfo.InvariantCulture, $"{doing} {rows:N0} {(rows == 1 ? "row" : "rows")}");
        return (done, total) => tell(new Preparing(step, done, total));
    }
}
