using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Graft.Hub;

/// <summary>
/// Puts a folder into a repository in one commit: asks which files are large, uploads those to where the hub says, then
/// names all in the commit, small ones with their content.
/// </summary>
internal sealed class RepoUpload(HubClient client, RepoId repo, string branch, ProgressCounter progress, CancellationToken cancellation)
{
    private const int SampleBytes = 512;
    private static readonly TimeSpan CommitPatience = TimeSpan.FromMinutes(2);

    private HubConnection Hub => client.Connection;

    /// <summary>Creates the repository if there is none.</summary>
    /// <param name="isPrivate">Whether only its owner sees it.</param>
    /// <exception cref="HubException">The token may not.</exception>
    public async Task CreateAsync(bool isPrivate)
    {
        string[] name = repo.Name.Split('/');
        var asked = new JsonObject { ["name"] = name[^1], ["type"] = repo.Word, ["private"] = isPrivate };
        if (name.Length > 1)
        {
            asked["organization"] = name[0];
        }

        using HttpResponseMessage answer = await PostAsync(Hub.Address("api/repos/create"), asked, "application/json").ConfigureAwait(false);
        bool mayBeThere = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
        if (answer.StatusCode != HttpStatusCode.Conflict && !(mayBeThere && await IsThereAsync().ConfigureAwait(false)))
        {
            HubAnswer.Check(answer, repo.Name);
        }
    }

    // A token may be one that writes to this repository alone, and creates none.
    private async Task<bool> IsThereAsync()
    {
        try
        {
            using HttpResponseMessage answer = await Hub.GetAsync(Hub.Address(repo.ApiPath), repo.Name, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (HubException)
        {
            return false;
        }
    }

    /// <summary>Uploads files and commits them.</summary>
    /// <param name="files">Names in the repository, and where the content lies.</param>
    /// <param name="summary">The commit's message.</param>
    /// <returns>The commit.</returns>
    public async Task<string> CommitAsync(IReadOnlyDictionary<string, string> files, string summary)
    {
        HashSet<string> large = await LargeAmongAsync(files).ConfigureAwait(false);
        using var commit = new MemoryStream();
        WriteLine(commit, "header", new JsonObject { ["summary"] = summary, ["description"] = "" });
        var uploads = new List<LargeUpload>();
        foreach ((string name, string path) in files)
        {
            if (large.Contains(name))
            {
                var upload = new LargeUpload(path, BlobChecksum.Sha256(path), new FileInfo(path).Length);
                uploads.Add(upload);
                WriteLine(commit, "lfsFile", new JsonObject { ["path"] = name, ["algo"] = "sha256", ["oid"] = upload.Oid, ["size"] = upload.Length });
            }
            else
            {
                WriteLine(commit, "file", new JsonObject { ["content"] = Convert.ToBase64String(File.ReadAllBytes(path)), ["path"] = name, ["encoding"] = "base64" });
                progress.FileDone();
            }
        }

        foreach (LargeUpload upload in uploads)
        {
            progress.Expect(upload.Length);
        }

        await new LargeFileUpload(client, repo, progress, cancellation).RunAsync(uploads).ConfigureAwait(false);
        byte[] lines = commit.ToArray();
        var address = new Uri($"{Hub.Address(repo.ApiPath)}/commit/{Uri.EscapeDataString(branch)}");
        using HttpResponseMessage answer = await Hub.AskAsync(
            to => new HttpRequestMessage(HttpMethod.Post, to) { Content = new ByteArrayContent(lines) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } } },
            address, CommitPatience, cancellation).ConfigureAwait(false);
        HubAnswer.Check(answer, repo.Name);
        using JsonDocument json = await HubAnswer.JsonAsync(answer, repo.Name, cancellation).ConfigureAwait(false);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("commitOid", out JsonElement oid) && oid.ValueKind == JsonValueKind.String
            ? oid.GetString()! : throw new HubException(HubFailure.BadAnswer, "The hub does not tell the new commit.", repo.Name, "Look at the repository's page.");
    }

    private async Task<HashSet<string>> LargeAmongAsync(IReadOnlyDictionary<string, string> files)
    {
        var asked = new JsonObject
        {
            ["files"] = new JsonArray([.. files.Select(file => new JsonObject
            {
                ["path"] = file.Key,
                ["size"] = new FileInfo(file.Value).Length,
                ["sample"] = Convert.ToBase64String(Sample(file.Value)),
            })]),
        };
        var address = new Uri($"{Hub.Address(repo.ApiPath)}/preupload/{Uri.EscapeDataString(branch)}");
        using HttpResponseMessage answer = await PostAsync(address, asked, "application/json").ConfigureAwait(false);
        HubAnswer.Check(answer, repo.Name);
        using JsonDocument json = await HubAnswer.JsonAsync(answer, repo.Name, cancellation).ConfigureAwait(false);
        try
        {
            return [.. json.RootElement.GetProperty("files").EnumerateArray()
                .Where(file => file.GetProperty("uploadMode").GetString() == "lfs").Select(file => file.GetProperty("path").GetString()!)];
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException)
        {
            throw new HubException(HubFailure.BadAnswer, "The hub does not tell how files are uploaded.", repo.Name, "Check HF_ENDPOINT.", error);
        }
    }

    private Task<HttpResponseMessage> PostAsync(Uri address, JsonObject asked, string type)
    {
        byte[] body = Encoding.UTF8.GetBytes(asked.ToJsonString());
        return Hub.AskAsync(
            to => new HttpRequestMessage(HttpMethod.Post, to) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } } },
            address, CommitPatience, cancellation);
    }

    private static byte[] Sample(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] start = new byte[SampleBytes];
        return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    private static void WriteLine(MemoryStream lines, string key, JsonObject value)
    {
        lines.Write(Encoding.UTF8.GetBytes(new JsonObject { ["key"] = key, ["value"] = value }.ToJsonString()));
        lines.WriteByte((byte)'\n');
    }
}
