using System.Collections.Concurrent;

namespace Graft.LocalHub;

/// <summary>What the server does wrong on purpose; file names are those inside their repositories.</summary>
public sealed class HubFaults
{
    /// <summary>Files of which one byte comes flipped.</summary>
    public HashSet<string> Flipped { get; } = [];

    /// <summary>Files whose connection is cut after a share of what is left, and how often.</summary>
    public ConcurrentDictionary<string, (double Share, int Times)> Cut { get; } = new();

    /// <summary>Whether Range headers are ignored.</summary>
    public bool IgnoresRanges { get; set; }

    /// <summary>What comes in the place of files.</summary>
    public Dictionary<string, byte[]> Replaced { get; } = [];

    /// <summary>Whether every answer is a sign-in page.</summary>
    public bool IsCaptivePortal { get; set; }

    /// <summary>Refusals of the next requests, one each: status, and seconds of Retry-After or null.</summary>
    public ConcurrentQueue<(int Status, int? RetryAfter)> Refusals { get; } = new();

    /// <summary>The same for file contents alone.</summary>
    public ConcurrentQueue<(int Status, int? RetryAfter)> ContentRefusals { get; } = new();

    /// <summary>Whether the converted branch is told by the datasets server alone.</summary>
    public bool HidesConvertedBranch { get; set; }

    /// <summary>What comes in the place of answers, by the end of the request's path.</summary>
    public Dictionary<string, (int Status, string Body)> Answers { get; } = [];

    /// <summary>How many of the next listings of files are cut in the middle.</summary>
    public int ListingsCut { get; set; }

    /// <summary>How many of the next listings of files stop in the middle, without an end.</summary>
    public int ListingsStalled { get; set; }

    /// <summary>Called after each listing of files.</summary>
    public Action<LocalRepo>? AfterListing { get; set; }

    /// <summary>Waits before each file's content.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>What the content of a file, by its name, waits for; null for nothing.</summary>
    public Func<string, Task>? Gate { get; set; }
}
