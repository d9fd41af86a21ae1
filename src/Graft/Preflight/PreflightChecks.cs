using Graft.Preflight.Checks;
using Graft.Preflight.Survey;
using Graft.Tensors;

namespace Graft.Preflight;

/// <summary>All checks of data before training.</summary>
internal static class PreflightChecks
{
    private static readonly IPreflightCheck[] All =
    [
        new OneClassCheck(), new MissingClassesCheck(), new LookAlikeLabelsCheck(), new JoinedLabelsCheck(), new FewExamplesCheck(), new BrokenImagesCheck(),
        new SharedRowsCheck(), new NearSharedRowsCheck(), new ConflictingLabelsCheck(), new SuspectLabelsCheck(), new NearConflictingLabelsCheck(),
        new EmptyTextsCheck(), new OneTokenTextsCheck(), new MojibakeCheck(), new UnknownTokensCheck(), new SplitWordsCheck(), new CutTextsCheck(),
        new TinyImagesCheck(), new FlatImagesCheck(), new OddShapesCheck(),
        new LengthShortcutCheck(), new SizeShortcutCheck(), new FormatShortcutCheck(),
        new RepeatedRowsCheck(), new NearRepeatedRowsCheck(),
    ];

    /// <summary>Everything that is found, the gravest first.</summary>
    /// <param name="data">What to check.</param>
    /// <param name="progress">Gets, on the caller's thread, how many of how many checks are made; null for no one.</param>
    /// <exception cref="GraftException">A check cannot be made.</exception>
    public static IReadOnlyList<Finding> Run(PreflightData data, Action<int, int>? progress = null) => ParallelErrors.Unwrap<IReadOnlyList<Finding>>(() =>
    {
        var findings = new List<Finding>();
        int done = 0;
        progress?.Invoke(done, All.Length);
        foreach (Finding[] found in All.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(check => check.Find(data).ToArray()))
        {
            findings.AddRange(found);
            progress?.Invoke(++done, All.Length);
        }

        return [.. findings.OrderByDescending(finding => finding.Severity)];
    });
}
