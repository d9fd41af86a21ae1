using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Graft.Hub;

/// <summary>Uploads large files by Git LFS's batch protocol: whole, or in the parts that the hub names (its "multipart" transfer).</summary>
internal sealed class LargeFileUpload(HubClient client, RepoId repo, ProgressCounter progress, CancellationToken cancellation)
{
    private const string LfsType = "application/vnd.git-lfs+json";
    private static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    private HubConnection Hub => client.Connection;

    /// <summary>Uploads what the hub does not have yet.</summary>
    /// <exception cref="HubException">An upload failed.</exception>
    public async Task RunAsync(IReadOnlyList<LargeUpload> uploads)
    {
        if (uploads.Count == 0)
        {
            return;
        }

        var asked = new JsonObject
        {
            ["operation"] = "upload",
            ["transfers"] = new JsonArray("basic", "multipart"),
            ["hash_algo"] = "sha256",
            ["objects"] = new JsonArray([.. uploads.DistinctBy(upload => upload.Oid).Select(upload => new JsonObject { ["oid"] = upload.Oid, ["size"] = upload.Length })]),
        };
        using HttpResponseMessage answer = await PostAsync(new Uri($"{Hub.Address(repo.FilePath)}.git/info/lfs/objects/batch"), asked, null).ConfigureAwait(false);
        HubAnswer.Check(answer, repo.Name);
        using JsonDocument json = await HubAnswer.JsonAsync(answer, repo.Name, cancellation).ConfigureAwait(false);
        try
        {
            foreach (JsonElement told in json.RootElement.GetProperty("objects").EnumerateArray())
            {
                string oid = told.GetProperty("oid").GetString()!;
                await UploadAsync(told, uploads.First(upload => upload.Oid == oid)).ConfigureAwait(false);
                progress.FileDone();
            }
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new HubException(HubFailure.BadAnswer, $"The hub's answer about uploads is not understood: {error.Message}", repo.Name, "Check HF_ENDPOINT.", error);
        }
    }

    private async Task UploadAsync(JsonElement told, LargeUpload upload)
    {
        if (told.TryGetProperty("error", out JsonElement problem))
        {
            throw new HubException(HubFailure.NotAllowed, $"The hub does not take the file: {Tensors.Quoted.Name(problem.ToString())}.", upload.Path);
        }

        // Without actions the hub has the content already.
        if (!told.TryGetProperty("actions", out JsonElement actions) || !actions.TryGetProperty("upload", out JsonElement action))
        {
            progress.Add(upload.Length);
            return;
        }

        var target = new Uri(action.GetProperty("href").GetString()!);
        Dictionary<string, string> header = Header(action);
        if (header.TryGetValue("chunk_size", out string? size))
        {
            await UploadPartsAsync(target, header, long.Parse(size, CultureInfo.InvariantCulture), upload).ConfigureAwait(false);
        }
        else
        {
            _ = await PutAsync(target, header, upload, 0, upload.Length).ConfigureAwait(false);
        }

        if (actions.TryGetProperty("verify", out JsonElement verify))
        {
            using HttpResponseMessage answer = await PostAsync(
                new Uri(verify.GetProperty("href").GetString()!), new JsonObject { ["oid"] = upload.Oid, ["size"] = upload.Length }, Header(verify)).ConfigureAwait(false);
            HubAnswer.Check(answer, $"{repo}, {upload.Path}");
        }
    }

    private async Task UploadPartsAsync(Uri done, Dictionary<string, string> header, long partBytes, LargeUpload upload)
    {
        if (partBytes <= 0)
        {
            throw new FormatException("the parts' size is not above 0");
        }

        var parts = new JsonArray();
        for (int number = 1; (number - 1) * partBytes < upload.Length; number++)
        {
            long start = (number - 1) * partBytes;
            var address = new Uri(header[header.Keys.First(key => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int part) && part == number)]);
            string? etag = await PutAsync(address, [], upload, start, Math.Min(partBytes, upload.Length - start)).ConfigureAwait(false);
            parts.Add(new JsonObject { ["partNumber"] = number, ["etag"] = etag });
        }

        using HttpResponseMessage answer = await PostAsync(done, new JsonObject { ["oid"] = upload.Oid, ["parts"] = parts }, null).ConfigureAwait(false);
        HubAnswer.Check(answer, $"{repo}, {upload.Path}");
    }

    private async Task<string?> PutAsync(Uri address, Dictionary<string, string> header, LargeUpload upload, long start, long length)
    {
        using HttpResponseMessage answer = await Hub.SendAsync(
            to =>
            {
                var request = new HttpRequestMessage(HttpMethod.Put, to) { Content = new StreamContent(new FileSection(upload.Path, start, length)) };
                request.Content.Headers.ContentLength = length;
                AddTo(request, address, header);
                return request;
            },
            address, onlyHere: false, Patience, cancellation).ConfigureAwait(false);
        HubAnswer.Check(answer, $"{repo}, {upload.Path}");
        progress.Add(length);
        return HubAnswer.Header(answer, "ETag");
    }

    private Task<HttpResponseMessage> PostAsync(Uri address, JsonObject asked, Dictionary<string, string>? header)
    {
        byte[] body = Encoding.UTF8.GetBytes(asked.ToJsonString());
        return Hub.AskAsync(
            to =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(LfsType) } } };
                request.Headers.Accept.ParseAdd(LfsType);
                AddTo(request, address, header ?? []);
                return request;
            },
            address, client.Options.MetadataTimeout * 6, cancellation);
    }

    private static Dictionary<string, string> Header(JsonElement action) => action.TryGetProperty("header", out JsonElement header) && header.ValueKind == JsonValueKind.Object
        ? header.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.ToString()) : [];

    // The headers may hold what opens the address that they came with: another host that it sends on to gets none of them.
    private static void AddTo(HttpRequestMessage request, Uri address, Dictionary<string, string> header)
    {
        if (!HubConnection.IsSameHost(request.RequestUri!, address))
        {
            return;
        }

        foreach ((string name, string value) in header)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}
