using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Graft.LocalHub;

/// <summary>The part of the hub that takes files: repositories are created, large files uploaded by themselves, and all named in a commit.</summary>
internal sealed partial class HubUploads(LocalHubServer server)
{
    private const int LargeFrom = 1 << 20;

    private readonly ConcurrentDictionary<string, byte[]> _large = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, byte[]>> _parts = new();

    /// <summary>Answers a request to the hub if it is one of these.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext context, string path)
    {
        if (context.Request.Method != "POST")
        {
            return false;
        }

        Match match = Shape().Match(path);
        if (path != "/api/repos/create" && !match.Success)
        {
            return false;
        }

        bool isNarrow = server.NarrowToken is { } narrow && context.Request.Headers.Authorization == $"Bearer {narrow}";
        if (isNarrow && path == "/api/repos/create")
        {
            LocalHubServer.Error(context, 403, "");
            return true;
        }

        if (!isNarrow && (server.WriteToken is null || context.Request.Headers.Authorization != $"Bearer {server.WriteToken}"))
        {
            LocalHubServer.Error(context, 401, "");
            return true;
        }

        if (path == "/api/repos/create")
        {
            await CreateAsync(context);
            return true;
        }

        string kind = match.Groups["kind"].Success ? match.Groups["kind"].Value : match.Groups["datasets"].Success ? "datasets" : "models";
        LocalRepo? repo = server.Find(kind, match.Groups["id"].Value);
        if (repo is null)
        {
            LocalHubServer.Error(context, 404, "RepoNotFound");
            return true;
        }

        await (match.Groups["action"].Value switch
        {
            "preupload" => ChooseModesAsync(context),
            "commit" => CommitAsync(context, repo, Uri.UnescapeDataString(match.Groups["revision"].Value)),
            "verify" => VerifyAsync(context),
            _ => BatchAsync(context),
        });
        return true;
    }

    /// <summary>Takes content that is sent to the other host, or else does something else.</summary>
    public async Task OrElseAsync(HttpContext context, string path, Func<Task> otherwise)
    {
        Match match = UploadShape().Match(path);
        if (!match.Success)
        {
            await otherwise();
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        string oid = match.Groups["oid"].Value;
        if (match.Groups["part"].Success)
        {
            _parts.GetOrAdd(oid, _ => new())[int.Parse(match.Groups["part"].Value, System.Globalization.CultureInfo.InvariantCulture)] = body.ToArray();
            context.Response.Headers.ETag = $"\"part{match.Groups["part"].Value}\"";
        }
        else if (match.Groups["done"].Success)
        {
            JsonElement parts = JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("parts");
            Keep(context, oid, [.. parts.EnumerateArray().SelectMany(part => _parts[oid][part.GetProperty("partNumber").GetInt32()])]);
        }
        else
        {
            Keep(context, oid, body.ToArray());
        }
    }

    private void Keep(HttpContext context, string oid, byte[] content)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(content)) == oid)
        {
            _large[oid] = content;
        }
        else
        {
            context.Response.StatusCode = 400;
        }
    }

    private async Task CreateAsync(HttpContext context)
    {
        JsonElement asked = await ReadAsync(context);
        string kind = asked.TryGetProperty("type", out JsonElement type) && type.GetString() == "dataset" ? "datasets" : "models";
        string id = asked.TryGetProperty("organization", out JsonElement organization) && organization.GetString() is { } name
            ? $"{name}/{asked.GetProperty("name").GetString()}" : asked.GetProperty("name").GetString()!;
        if (server.Find(kind, id) is not null)
        {
            context.Response.StatusCode = 409;
            return;
        }

        LocalRepo repo = server.Add(kind, id);
        repo.IsPrivate = asked.TryGetProperty("private", out JsonElement isPrivate) && isPrivate.GetBoolean();
        repo.Commit(new Dictionary<string, LocalFile> { [".gitattributes"] = LocalFile.Of("*.safetensors filter=lfs"u8.ToArray()) });
        await context.Response.WriteAsJsonAsync(new { url = $"{server.Endpoint}/{id}" });
    }

    private static async Task ChooseModesAsync(HttpContext context)
    {
        JsonElement asked = await ReadAsync(context);
        await context.Response.WriteAsJsonAsync(new
        {
            files = asked.GetProperty("files").EnumerateArray().Select(file => new
            {
                path = file.GetProperty("path").GetString(),
                uploadMode = file.GetProperty("size").GetInt64() >= LargeFrom || file.GetProperty("path").GetString()!.EndsWith(".safetensors", StringComparison.Ordinal) ? "lfs" : "regular",
                shouldIgnore = false,
            }),
        });
    }

    private async Task BatchAsync(HttpContext context)
    {
        JsonElement asked = await ReadAsync(context);
        var objects = asked.GetProperty("objects").EnumerateArray().Select(wanted =>
        {
            string oid = wanted.GetProperty("oid").GetString()!;
            long size = wanted.GetProperty("size").GetInt64();
            string address = $"{(server.UploadKey is null ? server.Storage : server.Endpoint)}/upload/{oid}";
            if (_large.ContainsKey(oid))
            {
                return new Dictionary<string, object> { ["oid"] = oid, ["size"] = size };
            }

            var header = new Dictionary<string, string>();
            if (server.UploadKey is { } key)
            {
                header["X-Upload-Key"] = key;
            }

            if (server.UploadPartBytes is { } partBytes && size > partBytes)
            {
                header["chunk_size"] = partBytes.ToString(System.Globalization.CultureInfo.InvariantCulture);
                for (int part = 1; (part - 1L) * partBytes < size; part++)
                {
                    header[part.ToString("00000", System.Globalization.CultureInfo.InvariantCulture)] = $"{address}/part/{part}";
                }

                address += "/done";
            }

            return new Dictionary<string, object>
            {
                ["oid"] = oid,
                ["size"] = size,
                ["actions"] = new
                {
                    upload = new { href = address, header },
                    verify = new { href = context.Request.Scheme + "://" + context.Request.Host + context.Request.Path.Value!.Replace("objects/batch", "verify", StringComparison.Ordinal), header = new { } },
                },
            };
        });
        await context.Response.WriteAsJsonAsync(new { transfer = server.UploadPartBytes is null ? "basic" : "multipart", objects });
    }

    private async Task VerifyAsync(HttpContext context)
    {
        JsonElement asked = await ReadAsync(context);
        context.Response.StatusCode = _large.TryGetValue(asked.GetProperty("oid").GetString()!, out byte[]? content) && content.Length == asked.GetProperty("size").GetInt64() ? 200 : 404;
    }

    private async Task CommitAsync(HttpContext context, LocalRepo repo, string branch)
    {
        using var reader = new StreamReader(context.Request.Body);
        var files = new Dictionary<string, LocalFile>(repo.Find(branch) is { } now ? repo.Files(now) : new Dictionary<string, LocalFile>());
        string message = "";
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            JsonElement operation = JsonDocument.Parse(line).RootElement;
            JsonElement value = operation.GetProperty("value");
            switch (operation.GetProperty("key").GetString())
            {
                case "header":
                    message = value.GetProperty("summary").GetString()!;
                    break;
                case "file":
                    files[value.GetProperty("path").GetString()!] = LocalFile.Of(value.GetProperty("content").GetBytesFromBase64());
                    break;
                case "lfsFile" when _large.TryGetValue(value.GetProperty("oid").GetString()!, out byte[]? content):
                    files[value.GetProperty("path").GetString()!] = LocalFile.Of(content, isLarge: true);
                    break;
                case "lfsFile":
                    context.Response.StatusCode = 400;
                    return;
            }
        }

        string commit = repo.Commit(files, branch, message);
        await context.Response.WriteAsJsonAsync(new { success = true, commitOid = commit, commitUrl = $"{server.Endpoint}/{repo.Id}/commit/{commit}" });
    }

    private static async Task<JsonElement> ReadAsync(HttpContext context) => (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;

    [GeneratedRegex(@"^/(api/(?<kind>models|datasets)/|(?<datasets>datasets/)?)(?<id>[\w.-]+/[\w.-]+?)(/(?<action>preupload|commit)/(?<revision>[^/]+)|\.git/info/lfs/(objects/(?<action>batch)|(?<action>verify)))$")]
    private static partial Regex Shape();

    [GeneratedRegex(@"^/upload/(?<oid>[0-9a-f]{64})(/part/(?<part>\d+)|(?<done>/done))?$")]
    private static partial Regex UploadShape();
}
