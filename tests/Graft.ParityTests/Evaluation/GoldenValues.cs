using System.Text.Json;
using Graft.Testing;

namespace Graft.ParityTests.Evaluation;

/// <summary>
/// Reads a file of metric fixtures and collects where computed values differ: 1e-9 absolute or relative unless told,
/// integers exactly, NaN equal to NaN.
/// </summary>
internal sealed class GoldenValues
{
    private readonly List<string> mismatches = [];
    private int compared;

    public static JsonElement Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Fixture("metrics", file)));
        return document.RootElement.Clone();
    }

    public static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Null => double.NaN,
        _ => value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var other => throw new InvalidDataException($"'{other}' is not a number"),
        },
    };

    /// <summary>All numbers of nested arrays, in order.</summary>
    public static double[] Flat(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().SelectMany(Flat)]
        : [Number(value)];

    public static int[] Integers(JsonElement value) => [.. Flat(value).Select(v => checked((int)v))];

    public void Expect(string name, JsonElement expected, IEnumerable<double> actual, double tolerance = 1e-9)
    {
        double[] wanted = Flat(expected);
        double[] got = [.. actual];
        compared++;
        if (wanted.Length != got.Length)
        {
            mismatches.Add($"{name}: {got.Length} values instead of {wanted.Length}");
            return;
        }

        for (int i = 0; i < got.Length; i++)
        {
            if (!Near(wanted[i], got[i], tolerance))
            {
                mismatches.Add($"{name}[{i}]: {got[i]:R} instead of {wanted[i]:R}");
                return;
            }
        }
    }

    public void Expect(string name, JsonElement expected, double actual, double tolerance = 1e-9) =>
        Expect(name, expected, [actual], tolerance);

    public void Unknown(string name) => mismatches.Add($"{name}: no metric is compared with this entry");

    /// <summary>Fails with the first few mismatches, or where fewer values were compared than a real file gives.</summary>
    public void AssertAllEqual()
    {
        Assert.True(
            mismatches.Count == 0,
            $"{mismatches.Count} of {compared} differ:\n  {string.Join("\n  ", mismatches.Take(10))}");
        Assert.True(compared > 0, "nothing was compared");
    }

    private static bool Near(double wanted, double got, double tolerance) =>
        wanted.Equals(got) || Math.Abs(wanted - got) <= tolerance * Math.Max(1, Math.Abs(wanted));
}
