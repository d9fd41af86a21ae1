using Graft.Hub;
using Graft.LocalHub;

namespace Graft.Tests.Hub;

public sealed class HubPushTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(100_000)]
    [InlineData(150_000)]
    public async Task A_folder_comes_back_byte_for_byte_with_its_card_and_without_anything_else(int? partBytes)
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.WriteToken = "hf_write";
        bench.Server.UploadPartBytes = partBytes;
        string folder = WriteFolder(bench);
        using HubClient client = bench.Client(options => options with { Token = "hf_write" });

        (string commit, IReadOnlyList<string> files) = HubPush.Run(client, folder, "me/model", isPrivate: false, "first");

        LocalRepo repo = bench.Server.Find("models", "me/model")!;
        Assert.Equal(repo.Head, commit);
        Assert.Equal(["README.md", "config.json", "model.safetensors", "tokenizer.json"], files);
        Assert.Equal(files.Append(".gitattributes").Order(StringComparer.Ordinal), repo.Files(commit).Keys.Order(StringComparer.Ordinal));
        Assert.True(repo.Files(commit)["model.safetensors"].IsLarge);
        Assert.False(repo.Files(commit)["README.md"].IsLarge);
        string downloaded = client.Model("me/model");
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "model.safetensors")), File.ReadAllBytes(Path.Combine(downloaded, "model.safetensors")));
        Assert.All(bench.Server.Requests.Where(request => request.Host == "storage"), request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task A_second_push_sends_no_content_that_the_hub_has()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.WriteToken = "hf_write";
        string folder = WriteFolder(bench);
        using HubClient client = bench.Client(options => options with { Token = "hf_write" });
        HubPush.Run(client, folder, "me/model", isPrivate: false, "first");
        File.WriteAllText(Path.Combine(folder, "README.md"), "# new");
        bench.Server.ForgetRequests();

        (string commit, _) = await HubPush.RunAsync(client, folder, "me/model", isPrivate: false, "second", TestContext.Current.CancellationToken);

        Assert.DoesNotContain(bench.Server.Requests, request => request.Method == "PUT");
        Assert.Equal(5, bench.Server.Find("models", "me/model")!.Files(commit)["README.md"].Length);
    }

    [Fact]
    [Trait("Fault", "39")]
    public async Task Refusals_during_an_upload_are_waited_for()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.WriteToken = "hf_write";
        bench.Server.Faults.Refusals.Enqueue((503, null));
        bench.Server.Faults.Refusals.Enqueue((429, null));
        using HubClient client = bench.Client(options => options with { Token = "hf_write" });

        Assert.Equal(4, HubPush.Run(client, WriteFolder(bench), "me/model", isPrivate: true, "first").Files.Count);
    }

    [Fact]
    public async Task Without_a_token_or_a_model_nothing_is_sent()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.WriteToken = "hf_write";
        using HubClient noToken = bench.Client();
        using HubClient client = bench.Client(options => options with { Token = "hf_write" });
        string empty = Directory.CreateDirectory(Path.Combine(bench.Folder, "empty")).FullName;

        Assert.Equal(HubFailure.NotAllowed, Assert.Throws<HubException>(() => HubPush.Run(noToken, WriteFolder(bench), "me/model", false, "x")).Failure);
        Assert.Equal(HubFailure.NotUsable, Assert.Throws<HubException>(() => HubPush.Run(client, empty, "me/model", false, "x")).Failure);
        Assert.Equal(HubFailure.BadName, Assert.Throws<HubException>(() => HubPush.Run(client, WriteFolder(bench), "model", false, "x")).Failure);
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task A_token_that_may_not_write_is_said()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.WriteToken = "hf_write";
        using HubClient client = bench.Client(options => options with { Token = "hf_read" });

        HubException error = Assert.Throws<HubException>(() => HubPush.Run(client, WriteFolder(bench), "me/model", false, "x"));

        Assert.Contains("token", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_writes_to_this_repository_alone_is_enough_once_it_is_there()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.NarrowToken = "hf_narrow";
        using HubClient client = bench.Client(options => options with { Token = "hf_narrow" });
        Assert.Equal(HubFailure.NotAllowed, Assert.Throws<HubException>(() => HubPush.Run(client, WriteFolder(bench), "me/model", false, "x")).Failure);

        bench.Server.Add("models", "me/model").Commit(new Dictionary<string, LocalFile> { ["README.md"] = HubBench.Text("# empty") });

        Assert.Equal(4, HubPush.Run(client, WriteFolder(bench), "me/model", isPrivate: false, "x").Files.Count);
    }

    [Theory]
    [InlineData("/preupload/main", """{"files": [{"path": "config.json"}]}""")]
    [InlineData("/preupload/main", """{"files": {}}""")]
    [InlineData("/preupload/main", "[]")]
    [InlineData("/objects/batch", """{"objects": [{"oid": "OID", "actions": {"upload": {"href": "http://localhost/", "header": {"chunk_size": "99999999999999999999"}}}}]}""")]
    [InlineData("/objects/batch", """{"objects": [{"oid": "OID", "actions": {"upload": {"href": "http://localhost/", "header": {"a": "1", "a": "2"}}}}]}""")]
    [InlineData("/objects/batch", """{"objects": [{"oid": "OID", "actions": {"upload": {"href": null}}}]}""")]
    public async Task An_answer_about_uploads_that_makes_no_sense_is_said(string path, string answer)
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.WriteToken = "hf_write";
        bench.Server.Faults.Answers[path] = (200, answer.Replace("OID", bench.Model.Files(bench.Model.Head)[HubBench.Weights].Etag, StringComparison.Ordinal));
        using HubClient client = bench.Client(options => options with { Token = "hf_write" });

        Assert.Equal(HubFailure.BadAnswer, Assert.Throws<HubException>(() => HubPush.Run(client, WriteFolder(bench), "me/model", false, "x")).Failure);
    }

    [Fact]
    public async Task What_opens_the_address_of_an_upload_is_not_sent_to_another_host()
    {
        await using HubBench bench = await HubBench.StartAsync();
        bench.Server.WriteToken = "hf_write";
        bench.Server.UploadKey = "secret";
        using HubClient client = bench.Client(options => options with { Token = "hf_write" });

        HubPush.Run(client, WriteFolder(bench), "me/model", isPrivate: false, "x");

        RequestRecord[] uploads = [.. bench.Server.Requests.Where(request => request.Method == "PUT")];
        Assert.Equal([("hub", "secret"), ("storage", null)], uploads.Select(upload => (upload.Host, upload.UploadKey)));
    }

    private static string WriteFolder(HubBench bench)
    {
        string folder = Directory.CreateDirectory(Path.Combine(bench.Folder, "trained")).FullName;
        foreach (string name in (string[])["config.json", "tokenizer.json", HubBench.Weights])
        {
            File.WriteAllBytes(Path.Combine(folder, name), bench.Expected(name));
        }

        File.WriteAllText(Path.Combine(folder, "README.md"), "# A model");
        File.WriteAllText(Path.Combine(folder, "graft_run.json"), "{}");
        Directory.CreateDirectory(Path.Combine(folder, "checkpoint-1"));
        File.WriteAllText(Path.Combine(folder, "checkpoint-1", "optimizer.safetensors"), "");
        return folder;
    }
}
