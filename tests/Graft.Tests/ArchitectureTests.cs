using System.Text.RegularExpressions;
using System.Xml.Linq;
using Graft.Testing;

namespace Graft.Tests;

/// <summary>Holds the order of layers that ARCHITECTURE.md states: a layer uses only those above it.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] Layers =
    [
        "Native", "Tensors", "Layers", "Models", "Text", "Vision", "Data", "Hub", "Training", "Evaluation", "Pipelines",
        "Preflight", "Reports", "Export", "Jobs",
    ];

    // Families that are another one with other names or a part of their own.
    private static readonly string[] FamilyUses =
    [
        "Roberta uses Bert", "Electra uses Bert", "DebertaV2 uses Bert", "Albert uses Bert", "MpNet uses Bert",
        "Beit uses Vit", "Deit uses Vit", "Dinov2 uses Vit", "XlmRoberta uses Roberta",
    ];

    public static TheoryData<string> Folders => [.. Directory.GetDirectories(Sources)
        .Select(folder => Path.GetFileName(folder)!)
        .Where(name => name is not ("bin" or "obj"))];

    private static string Sources => SharedFolder.Project("src", "Graft");

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_layer_uses_only_layers_above_it(string folder)
    {
        int place = Array.IndexOf(Layers, folder);
        Assert.True(place >= 0, $"src/Graft/{folder} is no layer: see ARCHITECTURE.md");
        string[] files = Directory.GetFiles(Path.Combine(Sources, folder), "*.cs", SearchOption.AllDirectories);
        string[] wrong = [.. files.SelectMany(file => LayersUsedBy(file)
            .Where(used => Array.IndexOf(Layers, used) > place)
            .Select(used => $"{Path.GetRelativePath(Sources, file)} uses {used}"))];

        Assert.NotEmpty(files);
        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Namespaces_are_those_of_the_folders(string folder)
    {
        string[] wrong = [.. Directory.GetFiles(Path.Combine(Sources, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => NamespaceOf(file) != "Graft." + Path.GetRelativePath(Sources, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.'))
            .Select(file => Path.GetRelativePath(Sources, file))];

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_model_family_uses_no_other_family_but_those_it_builds_on()
    {
        string models = Path.Combine(Sources, "Models");
        string[] families = [.. Directory.GetDirectories(models).Select(folder => Path.GetFileName(folder)!)];
        string[] roots = [.. Directory.GetFiles(models, "*.cs").Where(file => !file.EndsWith("ModelRegistry.cs", StringComparison.Ordinal))];
        string[] wrong = [.. roots.SelectMany(file => families
            .Where(family => Regex.IsMatch(File.ReadAllText(file), $@"\b(using Graft\.Models\.{family};|{family}\.{family})"))
            .Select(family => $"{Path.GetFileName(file)} knows {family}"))];

        Assert.NotEmpty(families);
        Assert.Empty(wrong);
        string[] uses = [.. families.SelectMany(folder => UsesOf(folder, families)).Order(StringComparer.Ordinal)];
        Assert.Equal(FamilyUses.Order(StringComparer.Ordinal), uses);
    }

    [Fact]
    public void The_command_is_above_the_library_and_tests_are_above_both()
    {
        string library = File.ReadAllText(Path.Combine(Sources, "Graft.csproj"));

        Assert.DoesNotContain("ProjectReference", library, StringComparison.Ordinal);
        string[] references = [.. XDocument.Load(SharedFolder.Project("src", "Graft.Cli", "Graft.Cli.csproj"))
            .Descendants("ProjectReference").Select(reference => (string)reference.Attribute("Include")!)];
        Assert.Equal(["../Graft/Graft.csproj"], references);
    }

    [Fact]
    public void The_training_loop_knows_no_family_no_text_and_no_image()
    {
        string[] wrong = [.. Directory.GetFiles(Path.Combine(Sources, "Training"), "*.cs")
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"Graft\.(Text|Vision)\b|Graft\.Models\.\w+\.|TextInputs|ImageInputs"))
            .Select(file => Path.GetFileName(file)!)];

        Assert.Empty(wrong);
    }

    // Tests cannot see a tensor on the wrong device where there is one device only. Kernels of our own serve the processor alone.
    [Fact]
    public void Layers_and_models_say_where_they_make_tensors_and_look_at_no_number()
    {
        string[] local = ["Parameters.cs", "PackedRows.cs", "WeightInitializer.cs"];
        string[] files = [.. new[] { "Layers", "Models" }.SelectMany(layer => Directory.GetFiles(Path.Combine(Sources, layer), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) is not ("Fused" or "Quantized") && !local.Contains(Path.GetFileName(file)))];
        string[] wrong = [.. files.SelectMany(file => WithoutComments(File.ReadAllText(file)).Split('\n')
            .Where(line => (Factory().IsMatch(line) && !line.Contains("device:", StringComparison.Ordinal)) || (Look().IsMatch(line) && !line.Contains("HostMemory.Holds", StringComparison.Ordinal)))
            .Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"))];

        Assert.Contains(files, file => Factory().IsMatch(File.ReadAllText(file)));
        Assert.Empty(wrong);
    }

    private static IEnumerable<string> UsesOf(string folder, string[] families)
    {
        string source = string.Join('\n', Directory.GetFiles(Path.Combine(Sources, "Models", folder), "*.cs", SearchOption.AllDirectories).Select(file => WithoutComments(File.ReadAllText(file))));
        return families.Where(family => family != folder && Regex.IsMatch(source, $@"\bGraft\.Models\.{family}\b|(?<![\w.]){family}\.{family}"))
            .Select(family => $"{folder} uses {family}");
    }

    private static IEnumerable<string> LayersUsedBy(string file) => UsedLayer().Matches(WithoutComments(File.ReadAllText(file)))
        .Select(match => match.Groups[1].Value)
        .Distinct();

    private static string WithoutComments(string source) => Regex.Replace(source, @"//[^\n]*", "");

    private static string? NamespaceOf(string file) => Regex.Match(File.ReadAllText(file), @"^namespace ([\w.]+);", RegexOptions.Multiline) is { Success: true } match
        ? match.Groups[1].Value
        : null;

    [GeneratedRegex(@"\bGraft\.(\w+)\b")]
    private static partial Regex UsedLayer();

    [GeneratedRegex(@"(?<![\w.])(zeros|ones|empty|full|arange|tensor|rand|randn|linspace|eye)\(")]
    private static partial Regex Factory();

    [GeneratedRegex(@"\.(item|data)<|\.(cpu|ToInt64|ToSingle|ToDouble|nonzero)\(")]
    private static partial Regex Look();
}
