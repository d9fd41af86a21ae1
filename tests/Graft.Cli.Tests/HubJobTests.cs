using System.Diagnostics;
using System.Text.Json;
using Graft.LocalHub;
using Graft.Testing;

namespace Graft.Cli.Tests;

/// <summary>The built command with a hub on this machine: models and data by name, then the same offline.</summary>
public sealed class HubJobTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private LocalHubServer _hub = null!;

    private Dictionary<string, string> Online => new()
    {
        ["HF_ENDPOINT"] = _hub.Endpoint,
        ["HF_HUB_CACHE"] = _folder.At("hub"),
        ["HF_HUB_OFFLINE"] = "0",
    };

    private Dictionary<string, string> Offline => new(Online) { ["HF_HUB_OFFLINE"] = "1" };

    public async ValueTask InitializeAsync() => _hub = await LocalHubServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("stanfordnlp/imdb", "imdb", "[train[:60]+test[:20]]", "nreimers/MiniLM-L6-H384-uncased", "minilm-l6-h384-uncased", "--stratify")]
    [InlineData("uoft-cs/cifar10", "cifar10", "[train[:32]+test[:20]]", "timm/efficientnet-lite0", "efficientnet-lite0")]
    public void A_job_by_names_trains_and_runs_again_offline(string dataset, string dataFolder, string slice, string model, string modelFolder, params string[] more)
    {
        _hub.Add("datasets", dataset).CommitFolder(SharedFolder.Item("data", dataFolder));
        _hub.Add("models", model).CommitFolder(SharedFolder.Item("models", modelFolder));
        string[] arguments = ["train", dataset + slice, "--model", model, "--max-steps", "2", "--batch-size", "4", "--max-length", "32", "--validation-fraction", "0.2", "--json", .. more];

        CommandResult first = GraftCommand.RunWith(Online, _folder.Path, [.. arguments, "--output", "first"]).Succeeded();
        output.WriteLine($"first run: {_hub.Requests.Count} requests, {_hub.ContentBytes:N0} bytes of files");
        _hub.ForgetRequests();
        CommandResult second = GraftCommand.RunWith(Offline, _folder.Path, [.. arguments, "--output", "second"]).Succeeded();
        CommandResult third = GraftCommand.RunWith(Online, _folder.Path, [.. arguments, "--output", "third"]).Succeeded();

        Assert.NotEmpty(first.Events("downloading"));
        Assert.Empty(_hub.Requests);
        Assert.Empty(second.Events("downloading"));
        Assert.Equal(Losses(first), Losses(second));
        Assert.Equal(Losses(first), Losses(third));
        Assert.True(File.Exists(_folder.At("second/model.safetensors")));
        Assert.Contains($"base_model: \"{model}\"", File.ReadAllText(_folder.At("second/README.md")), StringComparison.Ordinal);
        Assert.Contains($"<b>{model}</b>", File.ReadAllText(_folder.At("second/report.html")), StringComparison.Ordinal);

        static string[] Losses(CommandResult run) => [.. run.Events("step").Select(step => step.GetProperty("loss").GetRawText())];
    }

    [Fact]
    public void Tables_by_name_are_those_of_the_card_and_again_offline()
    {
        string[] words = ["fine", "sunny", "warm", "wet", "cold", "grey"];
        string rows = string.Concat(words.Select((word, i) => $"a {word} day by the sea,{(i < 3 ? "good" : "bad")}\n"));
        _hub.Add("datasets", "org/days").Commit(new Dictionary<string, LocalFile>
        {
            ["README.md"] = LocalFile.Of("---\nconfigs:\n- config_name: week\n  data_files:\n  - split: train\n    path: days/[ab].csv\n- config_name: year\n  data_files: days/*.csv\n---\n"u8.ToArray()),
            ["days/a.csv"] = LocalFile.Of(System.Text.Encoding.UTF8.GetBytes("text,label\n" + rows)),
            ["days/b.csv"] = LocalFile.Of(System.Text.Encoding.UTF8.GetBytes("text,label\n" + rows.Replace("sea", "lake", StringComparison.Ordinal))),
            ["days/c.csv"] = LocalFile.Of(System.Text.Encoding.UTF8.GetBytes("text,label\n" + rows.Replace("sea", "river", StringComparison.Ordinal))),
        });

        GraftCommand.RunWith(Online, _folder.Path, "inspect", "org/days").FailedWith(1, "week, year", "org/days:week");
        foreach (Dictionary<string, string> variables in (Dictionary<string, string>[])[Online, Offline])
        {
            JsonElement data = GraftCommand.RunWith(variables, _folder.Path, "inspect", "org/days:week", "--json").Succeeded().Json.Single();
            Assert.Equal(2 * words.Length, data.GetProperty("parts")[0].GetProperty("rows").GetInt32());
            Assert.Equal(["bad", "good"], data.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        }
    }

    [Fact]
    public void Sizes_below_a_megabyte_are_told_as_such()
    {
        Directory.CreateDirectory(_folder.At("hub"));
        Assert.Contains("0 repositories, 0 MB", GraftCommand.RunWith(Offline, _folder.Path, "cache", "list").Succeeded().Output, StringComparison.Ordinal);
        _hub.Add("datasets", "org/days").Commit(new Dictionary<string, LocalFile> { ["train.csv"] = LocalFile.Of("text,label\na fine day,x\na wet day,y\n"u8.ToArray()) });
        Assert.Contains("1 file, under 1 MB", GraftCommand.RunWith(Online, _folder.Path, "download", "--dataset", "org/days").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("1 repositories, under 1 MB", GraftCommand.RunWith(Offline, _folder.Path, "cache", "list").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "37")]
    public void Eight_processes_that_download_one_model_leave_one_whole_copy()
    {
        LocalRepo repo = _hub.Add("models", "org/minilm");
        repo.CommitFolder(SharedFolder.Project("models", "minilm-l6-h384-uncased"));
        _hub.Faults.Delay = TimeSpan.FromMilliseconds(300);

        Process[] processes = [.. Enumerable.Range(0, 8).Select(_ => GraftCommand.StartWith(Online, _folder.Path, "download", "org/minilm", "--json"))];
        CommandResult[] results = [.. processes.Select(process => GraftCommand.Finish(process, input: null).Succeeded())];

        string folder = Assert.Single(results.Select(result => result.Json[^1].GetProperty("folder").GetString()!).Distinct());
        foreach ((string name, LocalFile file) in repo.Files(repo.Head).Where(file => File.Exists(Path.Combine(folder, file.Key))))
        {
            Assert.Equal(File.ReadAllBytes(SharedFolder.Project("models", "minilm-l6-h384-uncased", name)), File.ReadAllBytes(Path.Combine(folder, name)));
        }

        Assert.True(File.Exists(Path.Combine(folder, "model.safetensors")));
        Assert.Single(_hub.Requests, request => request.Method == "GET" && request.Host == "storage");
        Assert.DoesNotContain(_folder.Content, path => path.EndsWith(".incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trained_folder_is_pushed_downloaded_and_looked_after()
    {
        _hub.WriteToken = "hf_write";
        _hub.UploadPartBytes = 5_000_000;
        string model = SharedFolder.Project("models", "efficientnet-lite0");
        var writer = new Dictionary<string, string>(Online) { ["HF_TOKEN"] = "hf_write" };
        GraftCommand.RunWith(Online, _folder.Path, "push", model, "me/photos").FailedWith(1, "HF_TOKEN");
        JsonElement pushed = GraftCommand.RunWith(writer, _folder.Path, "push", model, "me/photos", "--json").Succeeded().Json[^1];
        Assert.Equal(_hub.Find("models", "me/photos")!.Head, pushed.GetProperty("commit").GetString());
        Assert.All(_hub.Requests.Where(request => request.Host == "storage"), request => Assert.Null(request.Authorization));

        string folder = GraftCommand.RunWith(Online, _folder.Path, "download", "me/photos").Succeeded().Lines[^1];
        foreach (string file in Directory.GetFiles(model))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(folder, Path.GetFileName(file))));
        }

        JsonElement listed = GraftCommand.RunWith(Offline, _folder.Path, "cache", "list", "--json").Succeeded().Json.Single();
        Assert.Equal("me/photos", listed.GetProperty("repositories")[0].GetProperty("name").GetString());
        Assert.Contains("me/photos", GraftCommand.RunWith(Offline, _folder.Path, "cache", "list").Succeeded().Output, StringComparison.Ordinal);
        GraftCommand.RunWith(Offline, _folder.Path, "cache", "verify").Succeeded();
        File.AppendAllText(Path.Combine(folder, "config.json"), " ");
        CommandResult wrong = GraftCommand.RunWith(Offline, _folder.Path, "cache", "verify");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("git sha1", wrong.Output, StringComparison.Ordinal);
        GraftCommand.RunWith(Offline, _folder.Path, "cache", "verify", "--remove").Succeeded();
        GraftCommand.RunWith(Online, _folder.Path, "download", "me/photos").Succeeded();
        GraftCommand.RunWith(Offline, _folder.Path, "cache", "verify").Succeeded();
        Assert.Contains("nothing to remove", GraftCommand.RunWith(Offline, _folder.Path, "cache", "prune").Succeeded().Output, StringComparison.Ordinal);
        GraftCommand.RunWith(Offline, _folder.Path, "cache", "prune", "me/photos").Succeeded();
        Assert.False(Directory.Exists(_folder.At("hub/models--me--photos")));
        GraftCommand.RunWith(Offline, _folder.Path, "cache", "prune", "me/photos").FailedWith(1, "me/photos");
    }

    [Theory]
    [InlineData(false, "Upload a model trained with Graft")]
    [InlineData(true, "The second try", "--private", "--message", "The second try")]
    public void A_push_says_who_sees_a_new_repository_and_what_its_commit_is_for(bool isPrivate, string message, params string[] options)
    {
        _hub.WriteToken = "hf_write";
        var writer = new Dictionary<string, string>(Online) { ["HF_TOKEN"] = "hf_write" };
        GraftCommand.RunWith(writer, _folder.Path, ["push", SharedFolder.Project("models", "efficientnet-lite0"), "me/photos", .. options]).Succeeded();

        LocalRepo repo = _hub.Find("models", "me/photos")!;
        Assert.Equal((isPrivate, message), (repo.IsPrivate, repo.Message(repo.Head)));
    }

    [Fact]
    public void A_dry_run_of_pruning_tells_what_would_go_and_leaves_the_cache_as_it_is()
    {
        LocalRepo repo = _hub.Add("datasets", "org/days");
        foreach (string word in (string[])["wet", "dry"])
        {
            repo.Commit(new Dictionary<string, LocalFile> { ["train.csv"] = LocalFile.Of(System.Text.Encoding.UTF8.GetBytes($"text,label\na fine day,x\na {word} day,y\n")) });
            GraftCommand.RunWith(Online, _folder.Path, "download", "--dataset", "org/days").Succeeded();
        }

        string[] before = _folder.Content;
        JsonElement trial = GraftCommand.RunWith(Offline, _folder.Path, "cache", "prune", "--dry-run", "--json").Succeeded().Json.Single();
        CommandResult shown = GraftCommand.RunWith(Offline, _folder.Path, "cache", "prune", "--dry-run").Succeeded();
        string[] planned = [.. trial.GetProperty("removed").EnumerateArray().Select(path => path.GetString()!)];

        Assert.Equal(before, _folder.Content);
        Assert.True(trial.GetProperty("is_trial").GetBoolean());
        Assert.NotEmpty(planned);
        Assert.Equal([.. planned, "under 1 MB would be free; nothing was removed."], shown.Lines);

        JsonElement done = GraftCommand.RunWith(Offline, _folder.Path, "cache", "prune", "--json").Succeeded().Json.Single();
        Assert.Equal(planned, done.GetProperty("removed").EnumerateArray().Select(path => path.GetString()));
        Assert.All(planned, path => Assert.False(Path.Exists(path), path));
    }

    [Theory]
    [InlineData("sampels", "samples", "train", "sampels[:10]")]
    [InlineData("samples/revews", "samples/reviews", "train", "samples/revews")]
    [InlineData("runz", "runs", "predict", "runz", "a text")]
    [InlineData("runz", "runs", "evaluate", "runz", "samples")]
    [InlineData("sampels", "samples", "inspect", "sampels")]
    [InlineData("modles", "models", "train", "samples", "--model", "modles")]
    [InlineData("runs/lastest", "runs/latest", "predict", "runs/lastest", "a text")]
    [InlineData("runz", "runs", "resume", "runz")]
    [InlineData("runz", "runs", "checkpoints", "runz")]
    [InlineData("./sampels", "./samples", "train", "./sampels")]
    [InlineData("review.csv", "reviews.csv", "train", "review.csv")]
    [Trait("Fault", "40")]
    public void A_misspelt_path_is_said_not_to_be_here_with_what_may_be_meant_and_then_that_the_hub_has_none(string path, string meant, params string[] arguments)
    {
        _folder.Write("samples/reviews/train.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"a good day {i},{(i % 2 == 0 ? "x" : "y")}\n")));
        _folder.Write("samples/reviews/test.csv", "text,label\na day,x\na night,y\n");
        _folder.Write("runs/latest/letter.txt", "");
        _folder.Write("models/letter.txt", "");
        _folder.Write("reviews.csv", "text,label\na,b\n");
        foreach (Dictionary<string, string> variables in (Dictionary<string, string>[])[Online, Offline])
        {
            string[] asked = [.. arguments.Select(argument => argument == "samples" ? "samples/reviews" : argument)];
            CommandResult run = GraftCommand.RunWith(variables, _folder.Path, asked).FailedWith(1, "There is no such", $"Did you mean '{meant}'?");
            Assert.InRange(run.Error.Length, 1, 220);
            int here = run.Error.IndexOf("There is no such", StringComparison.Ordinal), hub = run.Error.IndexOf("hub", StringComparison.Ordinal);
            Assert.StartsWith($"graft: {path}", run.Error, StringComparison.Ordinal);
            Assert.True(hub < 0 || hub > run.Error.IndexOf("Did you mean", StringComparison.Ordinal), run.Error);
            Assert.True(here > 0, run.Error);
            Assert.Single(run.Error.TrimEnd().Split('\n'));
        }
    }

    [Fact]
    [Trait("Fault", "40")]
    public void A_name_without_a_slash_is_still_looked_for_on_the_hub()
    {
        _hub.Add("datasets", "imdb").Commit(new Dictionary<string, LocalFile>
        {
            ["train.csv"] = LocalFile.Of("text,label\na fine day,x\na wet day,y\na dry day,x\n"u8.ToArray()),
        });
        _folder.Write("imdb2/letter.txt", "");
        GraftCommand.RunWith(Online, _folder.Path, "inspect", "imdb", "--json").Succeeded();
        GraftCommand.RunWith(Online, _folder.Path, "train", "nonsense").FailedWith(1, "no such file or folder here. The hub has none of this name either.", "Check the path");
    }

    [Fact]
    [Trait("Fault", "40")]
    public void A_name_that_cannot_be_had_says_what_was_looked_for()
    {
        GraftCommand.RunWith(Online, _folder.Path, "train", "org/nothing").FailedWith(1, "no such file or folder", "hub", "org/nothing");
        GraftCommand.RunWith(Offline, _folder.Path, "train", "org/nothing").FailedWith(1, "no such file or folder", "HF_HUB_OFFLINE");
        GraftCommand.RunWith(Offline, _folder.Path, "predict", "org/nothing", "a text").FailedWith(1, "no such model folder", "HF_HUB_OFFLINE");
        Assert.False(Directory.Exists(_folder.At("runs")));
    }
}
