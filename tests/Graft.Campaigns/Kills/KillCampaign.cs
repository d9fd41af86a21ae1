using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Graft.Jobs;

namespace Graft.Campaigns.Kills;

/// <summary>
/// Kills trainings at random moments (SIGKILL), resumes them, and compares what they end with with an uninterrupted run,
/// byte for byte.
/// </summary>
internal sealed class KillCampaign
{
    private readonly string _command;
    private readonly KillCase _case;
    private readonly string _work;
    private readonly Random _random;
    private TimeSpan _startTime;
    private TimeSpan _saveTime;
    private string _metrics = "", _lastMetrics = "";
    private int _whileSaving;
    private int _beforeSteps;
    private bool _isClean = true;

    private KillCampaign(string command, KillCase chosen, string work, int seed)
    {
        _command = command;
        _case = chosen;
        _work = work;
        _random = new Random(seed);
    }

    /// <summary>Runs the campaign that the command line asks for and prints survived/tried.</summary>
    /// <returns>False if anything was lost.</returns>
    public static bool Run(CampaignOptions options)
    {
        string root = options.Text("root", "."), work = Path.GetFullPath(options.Text("work", Path.Combine(Path.GetTempPath(), $"graft-kills-{Guid.NewGuid():n}")));
        int kills = options.Number("kills", 50), seed = options.Number("seed", 1);
        string command = Path.GetFullPath(options.Text("command", Path.Combine(root, "graft")));
        bool isClean = true;
        foreach (string name in options.Words.Count > 0 ? options.Words : ["text", "vit"])
        {
            Directory.CreateDirectory(work);
            try
            {
                KillCase chosen = name switch
                {
                    "text" => KillCase.Text(root, work),
                    "vit" => KillCase.Vit(work),
                    _ => throw new FormatException($"'{name}' is not text or vit"),
                };
                isClean &= new KillCampaign(command, chosen, work, seed).Run(kills);
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        return isClean;
    }

    private bool Run(int kills)
    {
        string reference = Path.Combine(_work, "whole");
        Measure(reference);
        int killed = 0, survived = 0, runs = 0, equalRuns = 0;
        while (killed < kills)
        {
            // One run, killed again and again until it reaches its end or the kills are used up.
            string folder = Path.Combine(_work, $"run-{runs++}");
            int killsOfRun = 0;
            while (Live(folder, mayKill: killed < kills))
            {
                killed++;
                killsOfRun++;
            }

            bool isEqual = IsEqual(reference, folder);
            survived += isEqual ? killsOfRun : 0;
            equalRuns += isEqual ? 1 : 0;
            Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_case.Name}: survived/tried {survived}/{killed} ({_whileSaving} while a checkpoint was written, {_beforeSteps} before the first step); {equalRuns} of {runs} runs end bit-equal"));
        return _isClean && survived == killed && equalRuns == runs;
    }

    // The uninterrupted run, and how long start and saving take here.
    private void Measure(string folder)
    {
        var time = Stopwatch.StartNew();
        using var run = new GraftRun(_command, Train(folder));
        TimeSpan lastStep = default;
        foreach (JsonElement happened in run.Events())
        {
            switch (NameOf(happened))
            {
                case "plan":
                    _startTime = time.Elapsed;
                    break;
                case "step" or "evaluation":
                    lastStep = time.Elapsed;
                    break;
                case "checkpoint":
                    _saveTime = time.Elapsed - lastStep;
                    break;
                case "done":
                    _metrics = MetricsOf(happened);
                    break;
            }
        }

        if (run.ExitCode != 0)
        {
            throw new FormatException($"the uninterrupted run failed: {run.Errors}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_case.Name}: uninterrupted {time.Elapsed.TotalSeconds:0.0} s, start {_startTime.TotalSeconds:0.0} s, saving {_saveTime.TotalSeconds:0.00} s"));
    }

    // One life of a process: from the start or the newest checkpoint to its end (false) or a kill (true).
    private bool Live(string folder, bool mayKill)
    {
        using var run = new GraftRun(_command, File.Exists(Path.Combine(folder, "graft_run.json")) ? ["resume", folder, "--json"] : Train(folder));
        bool hasSteps = false;
        double draw = _random.NextDouble();
        int wait = _random.Next(1, 4);
        if (mayKill && draw < 0.1)
        {
            run.KillIn(_startTime * _random.NextDouble());
        }

        string last = "";
        foreach (JsonElement happened in run.Events())
        {
            last = NameOf(happened);
            hasSteps |= last == "step";
            if (last == "note" && happened.GetProperty("is_warning").GetBoolean())
            {
                Complain($"a warning: {happened.GetProperty("text").GetString()}");
            }

            // Half of the kills aim at a checkpoint being written, the others at any moment.
            bool isDue = last == "plan" ? draw is >= 0.1 and < 0.5 : last == "evaluation" && draw >= 0.5 && --wait == 0;
            if (mayKill && isDue)
            {
                run.KillIn(last == "plan" ? 3 * KillCase.SaveSteps * _saveTime * _random.NextDouble() : _saveTime * 1.2 * _random.NextDouble());
            }
        }

        if (last == "done")
        {
            _lastMetrics = MetricsOf(run.Last);
            return false;
        }

        run.Wait();
        if (run.Errors.Length > 0 || !mayKill)
        {
            Complain($"ended by itself after '{last}': {run.Errors}");
            return mayKill;
        }

        _beforeSteps += hasSteps ? 0 : 1;
        _whileSaving += Directory.Exists(folder) && Directory.EnumerateDirectories(folder, ".checkpoint-*").Any() ? 1 : 0;
        if (Directory.Exists(folder))
        {
            foreach (CheckpointEntry damaged in CheckpointsJob.Run(new CheckpointsJobOptions { Folder = folder, Verify = true }).Where(entry => entry.State == CheckpointState.Damaged))
            {
                Complain($"{damaged.Folder}: {damaged.Problems[0]}");
            }
        }

        return true;
    }

    private bool IsEqual(string reference, string folder)
    {
        string checkpoint = $"checkpoint-{KillCase.Steps}";
        string[] files =
        [
            "model.safetensors", Path.Combine(checkpoint, "model.safetensors"), Path.Combine(checkpoint, "optimizer.safetensors"),
        ];
        string? different = files.FirstOrDefault(file =>
            !File.Exists(Path.Combine(folder, file)) || !File.ReadAllBytes(Path.Combine(reference, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, file))));
        if (different is not null)
        {
            Complain($"{different} differs from the uninterrupted run's");
        }

        string states = Path.Combine(checkpoint, "graft_state.json");
        if (different is null && StateOf(Path.Combine(reference, states)) != StateOf(Path.Combine(folder, states)))
        {
            different = "what the log and the evaluations say";
            Complain($"{different} differs from the uninterrupted run's");
        }

        if (different is null && _metrics != _lastMetrics)
        {
            different = "the test";
            Complain($"the test differs from the uninterrupted run's: {_lastMetrics}, not {_metrics}");
        }

        return different is null;
    }

    // The log, the evaluations and all counters; times differ from run to run.
    private static string StateOf(string path)
    {
        JsonNode state = JsonNode.Parse(File.ReadAllText(path))!;
        Array.ForEach([.. state["log"]!.AsArray()], entry => entry!.AsObject().Remove("rows_per_second"));
        Array.ForEach([.. state["evaluations"]!.AsArray(), state["best"]], record => record?.AsObject().Remove("duration"));
        return state.ToJsonString();
    }

    private static string MetricsOf(JsonElement done) => done.GetProperty("test").GetRawText();

    private void Complain(string what)
    {
        _isClean = false;
        Console.WriteLine($"{_case.Name}: LOST: {what}");
    }

    private string[] Train(string folder) => ["train", .. _case.Arguments, "--output", folder, "--json"];

    private static string NameOf(JsonElement happened) => happened.GetProperty("event").GetString()!;
}
