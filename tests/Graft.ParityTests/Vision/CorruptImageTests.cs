using System.Text.Json;
using Graft.Vision;

namespace Graft.ParityTests.Vision;

/// <summary>Damaged, cut and disguised files end in a typed error that names the file, without large allocations.</summary>
public sealed class CorruptImageTests
{
    private const long LargestAllocation = 16L << 20;

    [Fact]
    [Trait("Fault", "48")]
    [Trait("Fault", "49")]
    public void Every_bad_file_is_refused_by_name_and_without_large_allocations()
    {
        List<string> mismatches = [];
        IReadOnlyList<JsonElement> files = ImageFixtures.List("corrupt.json");
        foreach (JsonElement entry in files)
        {
            string file = entry.GetProperty("file").GetString()!;
            string path = ImageFixtures.Path(file.Split('/'));
            long before = GC.GetAllocatedBytesForCurrentThread();
            string? outcome = Outcome(path);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            bool mayDecode = entry.GetProperty("pillow").GetString() == "decodes";
            if (outcome is null ? !mayDecode : !outcome.Contains(path))
            {
                mismatches.Add($"{file}: {outcome ?? "decoded"}");
            }

            if (allocated > LargestAllocation)
            {
                mismatches.Add($"{file}: allocated {allocated:N0} bytes");
            }
        }

        ImageFixtures.AssertNone(mismatches, files.Count);
    }

    // Null if the file decodes, else the message of the typed error; any other exception fails the test.
    private static string? Outcome(string path)
    {
        try
        {
            ImageDecoder.Decode(path);
            return null;
        }
        catch (ImageDecodeException e)
        {
            return e.Message;
        }
    }
}
