using System.Net;
using System.Text.Json;
using Graft.Tensors;

namespace Graft.Hub;

/// <summary>Turns the hub's answers into values or typed errors.</summary>
internal static class HubAnswer
{
    private const int LongestMessage = 4096;

    /// <summary>Fails if the answer is an error; the answer is then disposed.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="what">What was asked for, for the message: "google-bert/bert-base-uncased, config.json".</param>
    public static void Check(HttpResponseMessage answer, string what)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        using (answer)
        {
            throw Error(answer, what);
        }
    }

    /// <summary>The error that an answer tells.</summary>
    public static HubException Error(HttpResponseMessage answer, string what)
    {
        string code = Header(answer, "X-Error-Code") ?? "";
        string said = Header(answer, "X-Error-Message") is { Length: > 0 } message ? $" The hub says: {Quoted.Name(message)}." : "";
        return (code, answer.StatusCode) switch
        {
            ("GatedRepo", _) => new HubException(
                HubFailure.NotAllowed, $"The terms of this repository must be accepted first.{said}", what, "Accept them on its page, then set HF_TOKEN to a token of that account."),
            ("RevisionNotFound", _) => new HubException(HubFailure.RevisionNotFound, $"There is no such revision.{said}", what, "Name a branch, a tag or a commit of the repository."),
            ("EntryNotFound", _) => new HubException(HubFailure.FileNotFound, $"There is no such file.{said}", what),
            ("RepoNotFound", _) or ("", HttpStatusCode.NotFound) => new HubException(
                HubFailure.RepositoryNotFound, $"The hub has no such repository, or shows it only to those let in.{said}", what, "Check the name; for a private one set HF_TOKEN."),
            (_, HttpStatusCode.Unauthorized) => new HubException(
                HubFailure.RepositoryNotFound, $"The hub has no such repository, or the token is missing or wrong.{said}", what, "Check the name; for a private one set HF_TOKEN."),
            (_, HttpStatusCode.Forbidden) => new HubException(HubFailure.NotAllowed, $"The token is not allowed to do this.{said}", what, "Set HF_TOKEN to a token with the right."),
            (_, HttpStatusCode.TooManyRequests) => new HubException(
                HubFailure.BadAnswer, $"The hub is asked too often{Wait(answer)}.{said}", what, "Try again later; with HF_TOKEN the limits are higher."),
            _ => new HubException(HubFailure.BadAnswer, $"The hub answers with error {(int)answer.StatusCode}.{said}", what, "Try again later, or set HF_ENDPOINT to a mirror."),
        };
    }

    /// <summary>Reads an answer, whose body came with it (<see cref="HubConnection.AskAsync"/>), as JSON.</summary>
    /// <exception cref="HubException">It is something else.</exception>
    public static async Task<JsonDocument> JsonAsync(HttpResponseMessage answer, string what, CancellationToken cancellation)
    {
        try
        {
            using Stream body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            return await JsonDocument.ParseAsync(body, cancellationToken: cancellation).ConfigureAwait(false);
        }
        catch (JsonException error)
        {
            throw new HubException(
                HubFailure.BadAnswer, "The answer is not one of a hub.", what, "Check HF_ENDPOINT, and whether the network asks for a sign-in first.", error);
        }
    }

    /// <summary>A header's first value, or null.</summary>
    public static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) || answer.Content.Headers.TryGetValues(name, out values)
            ? values.FirstOrDefault() is { } value ? value[..Math.Min(value.Length, LongestMessage)] : null
            : null;

    private static string Wait(HttpResponseMessage answer) => answer.Headers.RetryAfter?.Delta is { } wait ? $" and wants {wait.TotalSeconds:0} s of rest" : "";
}
