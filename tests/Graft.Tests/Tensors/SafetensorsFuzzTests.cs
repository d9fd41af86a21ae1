using System.Text;
using System.Text.RegularExpressions;
using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class SafetensorsFuzzTests
{
    private const int Cases = 6_000;
    private const long AllowedBytes = 1_000_000;

    private static readonly string[] Numbers =
        ["0", "-1", "1", "4294967296", "9223372036854775807", "18446744073709551615", "1e3", "0.5", "-0", "99999999999999999999999"];

    private static readonly ulong[] Lengths = [0, 1, 7, 8, 100_000_000, 100_000_001, int.MaxValue, long.MaxValue, 1ul << 63, ulong.MaxValue - 8, ulong.MaxValue];

    [Fact, Trait("Fault", "18")]
    public void Mutated_files_give_only_the_typed_error_in_bounded_memory()
    {
        using var folder = new TemporaryFolder();
        byte[][] valid = [.. ValidFiles(folder)];
        var random = new Random(18);
        int accepted = 0, rejected = 0;
        for (int i = 0; i < Cases; i++)
        {
            byte[] mutant = Mutate(valid[i % valid.Length], random);
            string path = folder.Write("mutant.safetensors", mutant);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReadAll(path);
                accepted++;
            }
            catch (SafetensorsException)
            {
                rejected++;
            }
            catch (Exception error)
            {
                Assert.Fail($"case {i} ({Convert.ToHexString(mutant)}): {error}");
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < AllowedBytes, $"case {i} allocated too much");
        }

        Assert.InRange(accepted, 1, Cases / 2);
        Assert.InRange(rejected, Cases / 2, Cases);
    }

    private static void ReadAll(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        foreach (TensorEntry entry in file.Entries.Values)
        {
            Assert.Equal(entry.Count, file.ReadFloats(entry.Name).Length);
            if (!entry.Format.IsFloat() && entry.Format != NumberFormat.U64)
            {
                Assert.Equal(entry.Count, file.ReadInt64s(entry.Name).Length);
            }
        }
    }

    private static IEnumerable<byte[]> ValidFiles(TemporaryFolder folder)
    {
        yield return SafetensorsBytes.Make("{}");
        yield return SafetensorsBytes.Make(SafetensorsBytes.One(), 1, 2);
        foreach (int count in new[] { 1, 3, 20 })
        {
            TensorToWrite[] tensors = [.. Enumerable.Range(0, count).Select(i =>
                TensorToWrite.FromFloats($"layer.{i}.wé\n\"", [i % 4, 3], new float[i % 4 * 3], i % 2 == 0 ? NumberFormat.F32 : NumberFormat.BF16))];
            SafetensorsWriter.Write(folder.At("valid.safetensors"), tensors, new Dictionary<string, string> { ["key"] = "value" });
            yield return File.ReadAllBytes(folder.At("valid.safetensors"));
        }
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        for (int times = random.Next(1, 4); times > 0 && bytes.Count > 8; times--)
        {
            int headerEnd = Math.Min(bytes.Count, 8 + Math.Max(1, (int)BitConverter.ToUInt16(valid)));
            int at = random.Next(8, headerEnd);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(random.Next(bytes.Count), 1);
                    break;
                case 3:
                    int cut = random.Next(bytes.Count);
                    bytes.RemoveRange(cut, bytes.Count - cut);
                    break;
                case 4:
                    bytes = [.. BitConverter.GetBytes(Lengths[random.Next(Lengths.Length)]), .. bytes[8..]];
                    break;
                case 5:
                    bytes.AddRange(new byte[random.Next(1, 9)]);
                    break;
                case 6:
                    bytes = ReplaceNumber(bytes, headerEnd, random);
                    break;
                default:
                    byte[] piece = [.. bytes[at..Math.Min(headerEnd, at + random.Next(1, 40))]];
                    bytes = Reframe([.. bytes[8..at], .. piece, .. bytes[at..headerEnd]], bytes[headerEnd..]);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Another number in the place of one in the header, its length set right, so that the JSON stays whole.</summary>
    private static List<byte> ReplaceNumber(List<byte> bytes, int headerEnd, Random random)
    {
        string json = Encoding.Latin1.GetString([.. bytes[8..headerEnd]]);
        MatchCollection matches = Regex.Matches(json, "[0-9]+");
        if (matches.Count == 0)
        {
            return bytes;
        }

        Match match = matches[random.Next(matches.Count)];
        string changed = json[..match.Index] + Numbers[random.Next(Numbers.Length)] + json[(match.Index + match.Length)..];
        return Reframe(Encoding.Latin1.GetBytes(changed), bytes[headerEnd..]);
    }

    private static List<byte> Reframe(byte[] json, List<byte> data) => [.. SafetensorsBytes.Make(json, [.. data])];
}
