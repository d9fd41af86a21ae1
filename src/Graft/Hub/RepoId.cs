using System.Text.RegularExpressions;
using Graft.Tensors;

namespace Graft.Hub;

/// <summary>The name of a repository of the hub, such as "google-bert/bert-base-uncased"; old ones have no "/".</summary>
public sealed partial record RepoId
{
    private const int LongestName = 96;

    /// <summary>Checks and makes a name.</summary>
    /// <param name="kind">What the repository holds.</param>
    /// <param name="name">"organisation/name", at most 96 letters, digits, "-", "_" and ".".</param>
    /// <exception cref="HubException">The name is not one.</exception>
    public RepoId(RepoKind kind, string name)
    {
        Kind = kind;
        Name = IsName(name)
            ? name
            : throw new HubException(HubFailure.BadName, $"{Quoted.Name(name)} is not the name of a repository.", remedy: "Names are like google-bert/bert-base-uncased.");
    }

    /// <summary>What the repository holds.</summary>
    public RepoKind Kind { get; }

    /// <summary>Organisation and name.</summary>
    public string Name { get; }

    /// <summary>"model" or "dataset".</summary>
    internal string Word => Kind == RepoKind.Model ? "model" : "dataset";

    /// <summary>The folder in the cache: "models--org--name".</summary>
    internal string FolderName => $"{Word}s--{Name.Replace("/", "--", StringComparison.Ordinal)}";

    /// <summary>Where the hub tells about it, below the endpoint: "api/models/org/name".</summary>
    internal string ApiPath => $"api/{Word}s/{Name}";

    /// <summary>Where the hub keeps its files, below the endpoint: "org/name" or "datasets/org/name".</summary>
    internal string FilePath => Kind == RepoKind.Model ? Name : $"datasets/{Name}";

    /// <summary>Whether a text may be the name of a repository.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= LongestName && Shape().IsMatch(text)
            && !text.Contains("--", StringComparison.Ordinal) && !text.Contains("..", StringComparison.Ordinal)
            && !text.EndsWith(".git", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The repository that a folder of the cache is of; null if it is none.</summary>
    internal static RepoId? OfFolder(string folderName)
    {
        string[] parts = folderName.Split("--");
        string name = string.Join('/', parts.Skip(1));
        return parts.Length is 2 or 3 && parts[0] is "models" or "datasets" && IsName(name)
            ? new RepoId(parts[0] == "models" ? RepoKind.Model : RepoKind.Dataset, name)
            : null;
    }

    // A part begins and ends with a letter, a digit or "_".
    [GeneratedRegex(@"^\w([\w.-]*\w)?(/\w([\w.-]*\w)?)?\z", RegexOptions.ECMAScript)]
    private static partial Regex Shape();
}
