using Graft.Campaigns.Fuzz;
using Graft.Testing;

namespace Graft.Tests.Fuzz;

/// <summary>A short, seeded campaign for each reader, and what longer ones have found. `tests/fuzz` runs as many cases as one likes.</summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private const int Cases = 500;

    private readonly string _folder = Directory.CreateTempSubdirectory("graft-fuzz-").FullName;

    public static TheoryData<string> Readers => [.. FuzzTargets.All().Select(target => target.Name)];

    public static TheoryData<string> Corpus => [.. Directory.GetFiles(CorpusFolder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(CorpusFolder, file))];

    private static string CorpusFolder => SharedFolder.Project("tests", "Graft.Tests", "Fuzz", "Corpus");

    [Theory]
    [MemberData(nameof(Readers))]
    [Trait("Fault", "18")]
    public void Mutants_are_read_or_refused_with_the_typed_error(string reader)
    {
        var run = new FuzzRun(Target(reader), _folder, seed: 5);
        run.CheckSeeds();

        IReadOnlyList<FuzzFinding> findings = run.Run(Cases);

        Assert.True(findings.Count == 0, string.Join("\n", findings.Select(finding => $"{finding.File} {Convert.ToBase64String(finding.Content)}: {finding.What}")));
        Assert.InRange(run.Counts.Accepted, 1, Cases - 1);
        Assert.InRange(run.Counts.Refused, 1, Cases - 1);
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    [Trait("Fault", "18")]
    public void What_was_found_once_is_not_found_again(string file)
    {
        string[] parts = file.Split(Path.DirectorySeparatorChar);
        FuzzTarget target = Target(parts[0]);

        Assert.Null(new FuzzRun(target, _folder, seed: 1).Replay(target.Files.Single(known => file.EndsWith(known.Name, StringComparison.Ordinal)).Name, File.ReadAllBytes(Path.Combine(CorpusFolder, file))));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static FuzzTarget Target(string reader) => FuzzTargets.All().Single(target => target.Name == reader);
}
