using System.Diagnostics;
using System.Globalization;

namespace Graft.Campaigns.Fuzz;

/// <summary>Many cases for one reader or all of them, with figures.</summary>
internal static class FuzzCampaign
{
    /// <summary>Runs what the command line asks for.</summary>
    /// <returns>False if anything but the typed error came out, or a limit was passed.</returns>
    public static bool Run(CampaignOptions options)
    {
        int cases = options.Number("cases", 100_000), seed = options.Number("seed", 1);
        string output = options.Text("output", Path.Combine("artifacts", "fuzz"));
        IReadOnlyList<FuzzTarget> all = FuzzTargets.All();
        if (options.Words.Count == 0)
        {
            throw new FormatException($"name a reader, or 'all': {string.Join(", ", all.Select(target => target.Name))}");
        }

        bool isClean = true;
        foreach (string name in options.Words is ["all"] ? all.Select(target => target.Name) : options.Words)
        {
            FuzzTarget target = all.FirstOrDefault(target => target.Name == name) ?? throw new FormatException($"'{name}' is not a reader: {string.Join(", ", all.Select(known => known.Name))}");
            isClean &= Run(target, cases, seed, output, options.Text("replay", ""));
        }

        return isClean;
    }

    private static bool Run(FuzzTarget target, int cases, int seed, string output, string replayed)
    {
        string folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"graft-fuzz-{Guid.NewGuid():n}");
        Directory.CreateDirectory(folder);
        var run = new FuzzRun(target, folder, seed);
        if (replayed.Length > 0)
        {
            string? problem = run.Replay(target.Files.First(file => replayed.EndsWith(file.Name, StringComparison.Ordinal)).Name, File.ReadAllBytes(replayed));
            Console.WriteLine($"{replayed}: {problem ?? "fine"}, {run.Longest.TotalMilliseconds:0} ms");
            Directory.Delete(folder, recursive: true);
            return problem is null;
        }

        run.CheckSeeds();
        using var done = new CancellationTokenSource();
        var time = Stopwatch.StartNew();
        Task watchdog = Watch(run, target, folder, output, done.Token);
        IReadOnlyList<FuzzFinding> findings = run.Run(cases);
        done.Cancel();
        watchdog.Wait();
        Directory.Delete(folder, recursive: true);
        foreach (FuzzFinding finding in findings)
        {
            Directory.CreateDirectory(output);
            string path = Path.Combine(output, $"{target.Name}-{Guid.NewGuid().ToString("n")[..8]}-{finding.File}");
            File.WriteAllBytes(path, finding.Content);
            Console.WriteLine($"{target.Name}: FOUND {path}: {finding.What}");
        }

        (int accepted, int refused) = run.Counts;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{target.Name}: {cases:N0} cases, {accepted:N0} accepted, {refused:N0} refused, {findings.Count} kinds of escape; longest {run.Longest.TotalMilliseconds:0} ms, most asked for {run.MostAllocated / 1048576.0:0.0} MB, peak of the process {process.PeakWorkingSet64 >> 20} MB, {time.Elapsed.TotalSeconds:0} s"));
        return findings.Count == 0 && process.PeakWorkingSet64 < FuzzRun.MemoryLimit;
    }

    // A reader that does not come back is reported with its input, and the campaign ends.
    private static async Task Watch(FuzzRun run, FuzzTarget target, string folder, string output, CancellationToken done)
    {
        int seen = -1, looks = 0;
        while (!done.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), done).ContinueWith(_ => { }, CancellationToken.None);
            int now = run.Counts.Accepted + run.Counts.Refused;

            // Twice in a row: a campaign that was stopped for a while has just gone on when it is looked at.
            looks = now == seen ? looks + 1 : 0;
            if (looks > 1 && run.Current is { } file && !done.IsCancellationRequested)
            {
                Directory.CreateDirectory(output);
                string path = Path.Combine(output, $"{target.Name}-hang-{file}");
                File.Copy(Path.Combine(folder, file), path, overwrite: true);
                Console.WriteLine($"{target.Name}: HANGS on {path}");
                Environment.Exit(1);
            }

            seen = now;
        }
    }
}
