using System.Diagnostics;

namespace Graft.Campaigns.Fuzz;

/// <summary>Feeds mutants to a reader in a folder and watches what comes out.</summary>
internal sealed class FuzzRun
{
    /// <summary>Longest time of a case.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    /// <summary>Most bytes that a case may ask for.</summary>
    public const long MemoryLimit = 512L << 20;

    private readonly FuzzTarget _target;
    private readonly string _folder;
    private readonly Mutator _mutator;
    private readonly int _seed;

    public FuzzRun(FuzzTarget target, string folder, int seed)
    {
        _target = target;
        _folder = folder;
        _seed = seed;
        _mutator = new Mutator(seed, target.Dictionary);
    }

    /// <summary>Cases that the reader accepted, and those that it refused with its typed error.</summary>
    public (int Accepted, int Refused) Counts { get; private set; }

    /// <summary>The longest case.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Most bytes that a case asked the runtime for.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>The file that is being read, for a watchdog.</summary>
    public string? Current { get; private set; }

    /// <summary>Checks that the seeds themselves are read without any error.</summary>
    /// <exception cref="InvalidOperationException">One is not.</exception>
    public void CheckSeeds()
    {
        for (int i = 0; i < _target.Files.Max(file => file.Seeds.Count); i++)
        {
            foreach (FuzzFile file in _target.Files)
            {
                Write(file.Name, file.Seeds[i % file.Seeds.Count]);
            }

            try
            {
                _target.Read(_folder);
            }
            catch (GraftException error)
            {
                throw new InvalidOperationException($"{_target.Name}: seed {i} is refused", error);
            }
        }
    }

    /// <summary>Runs cases.</summary>
    /// <param name="cases">How many.</param>
    /// <returns>What went wrong, one a kind.</returns>
    public IReadOnlyList<FuzzFinding> Run(int cases)
    {
        var findings = new Dictionary<string, FuzzFinding>(StringComparer.Ordinal);
        var random = new Random(_seed + 1);
        foreach (FuzzFile file in _target.Files)
        {
            Write(file.Name, file.Seeds[0]);
        }

        for (int i = 0; i < cases; i++)
        {
            FuzzFile file = _target.Files[random.Next(_target.Files.Count)];
            byte[] content = _mutator.Mutate(file.Seeds);
            Write(file.Name, content);
            Current = file.Name;
            if (Problem() is { } problem)
            {
                findings.TryAdd(problem.Kind, new FuzzFinding(file.Name, content, problem.What));
            }

            Current = null;

            // The others must be good, so that the reader comes as far as the next mutant; and each seed has its turn.
            Write(file.Name, file.Seeds[random.Next(file.Seeds.Count)]);
        }

        return [.. findings.Values];
    }

    /// <summary>Reads a case of old again.</summary>
    /// <returns>What went wrong, or null.</returns>
    public string? Replay(string name, byte[] content)
    {
        foreach (FuzzFile file in _target.Files)
        {
            Write(file.Name, file.Name == name ? content : file.Seeds[0]);
        }

        return Problem()?.What;
    }

    // A case that was slow once, on a machine that was busy elsewhere, is tried again: only the reader's own time counts.
    private (string Kind, string What)? Problem()
    {
        (string Kind, string What)? problem = Attempt(out TimeSpan time);
        if (problem?.Kind == "time")
        {
            problem = Attempt(out time);
        }

        Longest = time > Longest ? time : Longest;
        return problem;
    }

    private (string Kind, string What)? Attempt(out TimeSpan elapsed)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var time = Stopwatch.StartNew();
        bool isAccepted = true;
        try
        {
            _target.Read(_folder);
        }
        catch (GraftException)
        {
            isAccepted = false;
        }
        catch (Exception error)
        {
            elapsed = time.Elapsed;
            return ($"{error.GetType().Name} {FirstFrame(error)}", error.ToString());
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        elapsed = time.Elapsed;
        MostAllocated = Math.Max(allocated, MostAllocated);
        if (elapsed <= TimeLimit)
        {
            Counts = isAccepted ? (Counts.Accepted + 1, Counts.Refused) : (Counts.Accepted, Counts.Refused + 1);
        }

        return elapsed > TimeLimit ? ("time", $"took {elapsed.TotalSeconds:0.0} s")
            : allocated > MemoryLimit ? ("memory", $"asked for {allocated >> 20} MB")
            : null;
    }

    private static string FirstFrame(Exception error) =>
        error.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("at Graft.", StringComparison.Ordinal))?.Trim() ?? "";

    private void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(_folder, name), content);
}
