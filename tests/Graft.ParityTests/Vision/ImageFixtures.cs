using System.Text.Json;
using Graft.Testing;
using Graft.Vision;

namespace Graft.ParityTests.Vision;

/// <summary>The folder of golden pictures and its lists.</summary>
internal static class ImageFixtures
{
    public static string Path(params string[] parts) => SharedFolder.Fixture(["images", .. parts]);

    /// <summary>The entries of one of the folder's JSON lists; never none.</summary>
    public static IReadOnlyList<JsonElement> List(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path(name)));
        List<JsonElement> entries = [.. document.RootElement.EnumerateArray().Select(entry => entry.Clone())];
        Assert.NotEmpty(entries);
        return entries;
    }

    public static GoldenArrays Golden(string name) => new(Path("golden", name));

    /// <summary>Fails with the first few mismatches.</summary>
    public static void AssertNone(IReadOnlyCollection<string> mismatches, int cases)
    {
        Assert.True(cases > 0, "no case was tested");
        Assert.True(
            mismatches.Count == 0,
            $"{mismatches.Count} mismatches in {cases} cases:\n" + string.Join('\n', mismatches.Take(10)));
    }

    public static (int Max, double Mean) Difference(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        int max = 0;
        long sum = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            int difference = Math.Abs(actual[i] - expected[i]);
            max = Math.Max(max, difference);
            sum += difference;
        }

        return (max, (double)sum / actual.Length);
    }
}
