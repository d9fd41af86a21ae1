using Graft.Data;
using Graft.Jobs;
using Graft.Models;
using Graft.Tests.Data;
using Graft.Training;

namespace Graft.Tests.Jobs;

public sealed class RunFolderTests
{
    [Fact]
    public void A_folder_with_something_in_it_is_refused_and_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("run/letter.txt", "dear");
        string run = Path.GetDirectoryName(file)!;
        Assert.Throws<JobException>(() => RunFolder.Check(run));
        Assert.Throws<JobException>(() => RunFolder.Create(run, "data", DateTimeOffset.UnixEpoch));
        Assert.Throws<JobException>(() => RunFolder.Check(file));
        Assert.Equal("dear", File.ReadAllText(file));
    }

    [Fact]
    public void An_empty_folder_and_a_new_one_serve()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(folder.Path, Make(folder.Path));
        string made = Path.Combine(folder.Path, "deep", "run");
        Make(made);
        Assert.True(Directory.Exists(made));
    }

    [Fact]
    [Trait("Fault", "19")]
    public void What_a_run_that_was_killed_at_its_very_start_left_does_not_bar_the_folder()
    {
        using var folder = new TemporaryFolder();
        string run = Path.GetDirectoryName(folder.Write("run/.graft-0123.tmp", "half of the settings"))!;
        Assert.Equal(run, Make(run));
        folder.Write("run/.graft-other", "the user's own");
        Assert.Throws<JobException>(() => RunFolder.Check(run));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Fault", "19")]
    public async Task Whoever_looks_for_the_latest_run_finds_the_one_before_or_the_new_one(bool links)
    {
        Assert.SkipWhen(links && OperatingSystem.IsWindows(), "needs symbolic links");
        using var folder = new TemporaryFolder();
        string runs = folder.Path, latest = Path.Combine(runs, "latest");
        string[] names = ["reviews-1", "reviews-2"];
        Array.ForEach(names, name => folder.Write($"{name}/config.json", name));
        RunFolder.PointLatestTo(Path.Combine(runs, names[0]), runs, links);

        using var stop = new CancellationTokenSource();
        Task<(int Looks, string? Wrong)> looking = Task.Run(() =>
        {
            int looks = 0;
            for (; !stop.IsCancellationRequested; looks++)
            {
                string found = links ? new FileInfo(latest).LinkTarget ?? "nothing" : File.Exists(latest) ? File.ReadAllText(latest) : "nothing";
                if (!names.Contains(found))
                {
                    return (looks, found);
                }
            }

            return (looks, (string?)null);
        });
        for (int i = 0; i < 500 && !looking.IsCompleted; i++)
        {
            RunFolder.PointLatestTo(Path.Combine(runs, names[i % 2]), runs, links);
        }

        await stop.CancelAsync();
        (int looks, string? wrong) = await looking;
        Assert.Null(wrong);
        Assert.True(looks > 0);
        Assert.Equal(Path.Combine(runs, links ? "latest" : names[1]), RunFolder.Resolve(latest));
        Assert.Equal(["latest", .. names], Directory.EnumerateFileSystemEntries(runs).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_in_the_place_of_the_link_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        string kept = folder.Write("latest/letter.txt", "dear");
        JobException error = Assert.Throws<JobException>(() => RunFolder.PointLatestTo(Path.Combine(folder.Path, "reviews-1"), folder.Path));
        Assert.Contains("latest cannot be set", error.Message, StringComparison.Ordinal);
        Assert.Equal("dear", File.ReadAllText(kept));
        Assert.Equal(["latest"], Directory.EnumerateFileSystemEntries(folder.Path).Select(entry => Path.GetFileName(entry)!));
    }

    [Fact]
    public void A_file_in_the_place_of_a_link_is_followed()
    {
        using var folder = new TemporaryFolder();
        string link = folder.Write("runs/latest", "reviews-1");
        Assert.Equal(Path.Combine(folder.Path, "runs", "reviews-1"), RunFolder.Resolve(link));
        Assert.Equal(Path.Combine(folder.Path, "runs", "reviews-1"), RunFolder.Resolve(link + Path.DirectorySeparatorChar));
        Assert.Equal("other", RunFolder.Resolve("other"));
    }

    [Fact]
    public void Of_two_runs_that_begin_at_once_one_gets_the_folder_and_the_other_is_told_who_has_it()
    {
        using var folder = new TemporaryFolder();
        string run = Path.Combine(folder.Path, "run");
        using (RunFolder.Create(run, "data", DateTimeOffset.UnixEpoch).Held)
        {
            JobException begun = Assert.Throws<JobException>(() => RunFolder.Check(run));
            JobException second = Assert.Throws<JobException>(() => RunFolder.Create(run, "data", DateTimeOffset.UnixEpoch));
            Assert.Equal(run, second.Path);
            Assert.Equal(begun.Message, second.Message);
            Assert.Contains($"Another process ({Environment.ProcessId}) is training in this folder.", second.Problem, StringComparison.Ordinal);
            Assert.Contains("--output", second.Remedy, StringComparison.Ordinal);
        }

        // A lock that its process has left, killed or not, bars nothing, whatever else it left; a run that is done does.
        File.WriteAllText(Path.Combine(run, RunLock.HolderFileName), "1 elsewhere");
        Make(run);
        File.WriteAllText(Path.Combine(run, "config.json"), "{}");
        Assert.Contains("holds something already", Assert.Throws<JobException>(() => Make(run)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4 elsewhere", "Another process (4 on 'elsewhere')")]
    [InlineData("", "Another process is")]
    [InlineData("-4 elsewhere", "Another process is")]
    [InlineData("a b c", "Another process is")]
    [InlineData("2147483600 {here}", "Another process is")]
    public void What_is_not_known_of_the_process_that_trains_is_left_out(string holder, string expected)
    {
        using var folder = new TemporaryFolder();
        using RunLock held = RunLock.Take(folder.Path);
        folder.Write(RunLock.HolderFileName, holder.Replace("{here}", Environment.MachineName, StringComparison.Ordinal));

        Assert.StartsWith(expected, Assert.Throws<JobException>(() => RunLock.Take(folder.Path)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_come_back_as_they_were_with_whole_paths()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainJobOptions
        {
            Data = "reviews.csv[:100]",
            DataOptions = new DataOptions { LabelColumns = ["a", "b"], Delimiter = ';', ProblemType = ProblemType.MultiLabel, HasHeader = false, Shuffle = true },
            Recipe = RecipeKind.Reference,
            Schedule = ScheduleKind.CosineWithRestarts,
            Model = "./models/x",
            Epochs = 2.5,
            Seed = ulong.MaxValue,
        };
        RunSettingsFile.Write(folder.Path, options);
        TrainJobOptions read = RunSettingsFile.Read(folder.Path);
        Assert.Equal(Path.GetFullPath("reviews.csv") + "[:100]", read.Data);
        Assert.Equal(Path.GetFullPath("models/x"), read.Model);
        Assert.Equal(options.DataOptions.LabelColumns, read.DataOptions.LabelColumns);
        Assert.Equal(
            options with { DataOptions = new DataOptions() },
            read with { Data = options.Data, Model = options.Model, DataOptions = new DataOptions() });
        Assert.Equal(options.DataOptions with { LabelColumns = [] }, read.DataOptions with { LabelColumns = [] });
    }

    [Fact]
    public void Settings_that_are_no_settings_are_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<JobException>(() => RunSettingsFile.Read(folder.Path));
        folder.Write("graft_run.json", "{\"data\": 3}");
        Assert.Throws<JobException>(() => RunSettingsFile.Read(folder.Path));
    }

    private static string Make(string run)
    {
        (string folder, RunLock held) = RunFolder.Create(run, "data", DateTimeOffset.UnixEpoch);
        held.Dispose();
        return folder;
    }

    [Fact]
    public void A_checkpoints_folder_is_told_by_the_settings_of_its_run()
    {
        using var folder = new TemporaryFolder();
        RunSettingsFile.Write(folder.Path, new TrainJobOptions { Data = "reviews.csv", MaxLength = 32 });
        folder.Write("checkpoint-30/config.json", "{}");
        folder.Write("other/config.json", "{}");

        Assert.Equal(Path.GetFullPath("reviews.csv"), RunSettingsFile.Find(folder.At("checkpoint-30"))!.Data);
        Assert.Equal(32, RunSettingsFile.FindMaxLength(folder.At("checkpoint-30") + "/"));
        Assert.Equal(32, RunSettingsFile.FindMaxLength(folder.Path));
        Assert.Null(RunSettingsFile.Find(folder.At("other")));
        Assert.Null(RunSettingsFile.FindMaxLength(folder.At("other")));
    }

    [Theory]
    [InlineData("/data/photos/", "/data/photos")]
    [InlineData(" /data//photos// ", "/data/photos")]
    [InlineData("/data/photos/ [train[:10]]", "/data/photos[train[:10]]")]
    [InlineData("/data/./photos", "/data/photos")]
    public void Data_is_noted_under_one_name_however_it_is_spelt(string spelt, string name) =>
        Assert.Equal(RunSettingsFile.WholeData(name), RunSettingsFile.WholeData(spelt));
}
