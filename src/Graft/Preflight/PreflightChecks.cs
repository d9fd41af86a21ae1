using Graft.Preflight.Checks;
using Graft.Preflight.Survey;
using Graft.Tensors;

namespace Graft.Preflight;

/// <summary>All checks of data before training.</summary>
internal static class PreflightChecks
{
    private static readonly IPreflightCheck[] All =
    [
        new OneClassCheck(), new MissingClassesCheck(), new LookAlikeLabelsCheck(), new FewExamplesCheck(), new BrokenImagesCheck(),
        new SharedRowsCheck(), new NearSharedRowsCheck(), new ConflictingLabelsCheck(), new SuspectLabelsCheck(), new NearConflictingLabelsCheck(),
        new EmptyTextsCheck(), new OneTokenTextsCheck(), new MojibakeCheck(), new UnknownTokensCheck(), new SplitWordsCheck(), new CutTextsCheck(),
        new TinyImagesCheck(), new FlatImagesCheck(), new OddShapesCheck(),
        new LengthShortcutCheck(), new SizeShortcutCheck(), new FormatShortcutCheck(),
        new RepeatedRowsCheck(), new NearRepeatedRowsCheck(),
    ];

    /// <summary>Everything that is found, the gravest first.</summary>
    /// <exception cref="GraftException">A check cannot be made.</exception>
    public static IReadOnlyList<Finding> Run(PreflightData data) => ParallelErrors.Unwrap<IReadOnlyList<Finding>>(() =>
        [.. All.AsParallel().AsOrdered().SelectMany(check => check.Find(data)).AsSequential().OrderByDescending(finding => finding.Severity)]);
}
