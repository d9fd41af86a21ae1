using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Graft.Testing;

namespace Graft.Cli.Tests;

/// <summary>NOTICE names what the command ships with.</summary>
public sealed partial class NoticeTests
{
    // Licences that ask for no more than to be named.
    private static readonly string[] Permitted = ["MIT", "Apache-2.0", "BSD-3-Clause", "MS-PL"];

    [Fact]
    public void Every_package_that_the_built_command_needs_is_listed_with_a_permitted_licence()
    {
        Dictionary<string, string> listed = Listed();
        (string Name, string Folder)[] packages = Packages();

        Assert.Contains(packages, package => package.Name == "TorchSharp");
        Assert.All(packages, package => Assert.Contains(package.Name, listed));
        Assert.All(packages, package => Assert.All(Split().Split(listed[package.Name]), licence => Assert.Contains(licence, Permitted)));
    }

    [Fact]
    public void The_list_says_what_each_package_says_of_itself()
    {
        Dictionary<string, string> listed = Listed();
        var differences = new List<string>();
        int compared = 0;
        foreach ((string name, string folder) in Packages())
        {
            // Old packages name a page in place of a licence.
            string file = Path.Combine(folder, name.ToLowerInvariant() + ".nuspec");
            if (File.Exists(file) && XDocument.Load(file).Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression") is { Value: var own })
            {
                compared++;
                if (listed.GetValueOrDefault(name)?.Split(';')[0] is var said && said != own.Replace(" OR ", " or ", StringComparison.Ordinal))
                {
                    differences.Add($"{name}: {own}, listed as {said ?? "nothing"}");
                }
            }
        }

        Assert.SkipWhen(compared == 0, "needs the folder that NuGet restored to");
        Assert.Empty(differences);
    }

    // "package" entries are what NuGet restored, direct or not; "project" ones are Graft's own.
    private static (string Name, string Folder)[] Packages()
    {
        using var built = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(GraftCommand.Program)!, "Graft.Cli.deps.json")));
        string assets = SharedFolder.Project("src", "Graft.Cli", "obj", "project.assets.json"), store = "";
        if (File.Exists(assets))
        {
            using var restored = JsonDocument.Parse(File.ReadAllBytes(assets));
            store = restored.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name;
        }

        return [.. built.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => (library.Name.Split('/')[0], Path.Combine(store, library.Value.GetProperty("path").GetString()!)))];
    }

    // "- Name, Name: licence or licence; native code licence", below the heading of the libraries.
    private static Dictionary<string, string> Listed() => File.ReadLines(SharedFolder.Project("NOTICE"))
        .SkipWhile(line => !line.StartsWith("Libraries ", StringComparison.Ordinal))
        .Select(line => Line().Match(line)).Where(match => match.Success)
        .SelectMany(match => match.Groups[1].Value.Split(", "), (match, name) => (Name: name, Licence: match.Groups[2].Value))
        .ToDictionary(entry => entry.Name, entry => entry.Licence, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"^- ([\w.-]+(?:, [\w.-]+)*): (.+)$")]
    private static partial Regex Line();

    [GeneratedRegex("; native code | or ")]
    private static partial Regex Split();
}
