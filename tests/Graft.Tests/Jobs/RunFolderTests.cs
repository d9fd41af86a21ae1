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
        Assert.Equal(folder.Path, RunFolder.Create(folder.Path, "data", DateTimeOffset.UnixEpoch));
        string made = Path.Combine(folder.Path, "deep", "run");
        RunFolder.Create(made, "data", DateTimeOffset.UnixEpoch);
        Assert.True(Directory.Exists(made));
    }

    [Fact]
    [Trait("Fault", "19")]
    public void What_a_run_that_was_killed_at_its_very_start_left_does_not_bar_the_folder()
    {
        using var folder = new TemporaryFolder();
        string run = Path.GetDirectoryName(folder.Write("run/.graft-0123.tmp", "half of the settings"))!;
        Assert.Equal(run, RunFolder.Create(run, "data", DateTimeOffset.UnixEpoch));
        folder.Write("run/.graft-other", "the user's own");
        Assert.Throws<JobException>(() => RunFolder.Check(run));
    }

    [Fact]
    public void A_file_in_the_place_of_a_link_is_followed()
    {
        using var folder = new TemporaryFolder();
        string link = folder.Write("runs/latest", "reviews-1");
        Assert.Equal(Path.Combine(folder.Path, "runs", "reviews-1"), RunFolder.Resolve(link));
        Assert.Equal("other", RunFolder.Resolve("other"));
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
}
