using System.Text.Json;
using Graft.Text;

namespace Graft.ParityTests.Text;

/// <summary>Every encoding equals the public tools' one: ids, type ids, masks, offsets, windows.</summary>
[Trait("Needs", "fixtures")]
public class EncodingGoldenTests
{
    public static TheoryData<string> Folders => TokenizerFixtures.Folders;

    [Theory, MemberData(nameof(Folders))]
    public void Single_texts_encode_alike(string folder)
    {
        Tokenizer tokenizer = TokenizerFixtures.Load(folder);
        Dictionary<int, string> texts = TokenizerFixtures.Texts();
        Mismatches mismatches = new();
        foreach (JsonElement line in TokenizerFixtures.Lines(folder, "single.jsonl"))
        {
            string text = texts[line.Int("id")!.Value];
            string what = $"text {line.Int("id")} {JsonSerializer.Serialize(text)}";
            Encoding encoding = tokenizer.Encode(text);
            Compare(mismatches, what, line, encoding);
            mismatches.Equal(what + " quick ids", line.Ints("ids"), tokenizer.EncodeIds(text, null, 1_000_000));
            mismatches.Equal(what + " ids without offsets", line.Ints("ids"), tokenizer.Encode(text, null, new EncodeOptions { ReturnOffsets = false }).Ids);
        }

        mismatches.Verify();
    }

    [Theory, MemberData(nameof(Folders))]
    public void Offsets_cut_the_text_at_whole_characters(string folder)
    {
        Tokenizer tokenizer = TokenizerFixtures.Load(folder);
        Mismatches mismatches = new();
        foreach (string text in TokenizerFixtures.Texts().Values)
        {
            int[] codePoints = [.. text.EnumerateRunes().Select(r => r.Value)];
            string what = JsonSerializer.Serialize(text);
            Encoding encoding = tokenizer.Encode(text);
            for (int i = 0; i < encoding.Length; i++)
            {
                TextSpan span = encoding.Utf16Offsets[i], points = encoding.Offsets[i];
                string slice = text[span.Start..span.End];
                mismatches.Equal(what, codePoints[points.Start..points.End], [.. slice.EnumerateRunes().Select(r => r.Value)]);
            }
        }

        mismatches.Verify();
    }

    [Theory, MemberData(nameof(Folders))]
    public void Truncated_texts_encode_alike(string folder)
    {
        Tokenizer tokenizer = TokenizerFixtures.Load(folder);
        Dictionary<int, string> texts = TokenizerFixtures.Texts();
        Mismatches mismatches = new();
        foreach (JsonElement line in TokenizerFixtures.Lines(folder, "truncate.jsonl"))
        {
            string text = texts[line.Int("id")!.Value];
            int maxLength = line.Int("max_length")!.Value;
            EncodeOptions options = new()
            {
                MaxLength = maxLength,
                Truncation = TruncationStrategy.LongestFirst,
                TruncationSide = Side(line),
                AddSpecialTokens = line.GetProperty("add_special_tokens").GetBoolean(),
            };
            string what = $"text {line.Int("id")} {options}";
            Compare(mismatches, what, line, tokenizer.Encode(text, null, options));
            if (options.AddSpecialTokens && Side(line) == TruncationSide.Right)
            {
                mismatches.Equal(what + " quick ids", line.Ints("ids"), tokenizer.EncodeIds(text, null, maxLength));
                mismatches.Equal(what + " quick ids with count", line.Ints("ids"), tokenizer.EncodeIds(text, null, maxLength, out int full));
                mismatches.Equal(what + " full length", [tokenizer.Encode(text).Length], [full]);
            }
        }

        mismatches.Verify();
    }

    [Theory, MemberData(nameof(Folders))]
    public void Pairs_encode_alike(string folder)
    {
        Tokenizer tokenizer = TokenizerFixtures.Load(folder);
        Dictionary<int, (string A, string B)> pairs = TokenizerFixtures.Pairs();
        Mismatches mismatches = new();
        foreach (JsonElement line in TokenizerFixtures.Lines(folder, "pairs.jsonl"))
        {
            (string a, string b) = pairs[line.Int("pair")!.Value];
            EncodeOptions options = new() { MaxLength = line.Int("max_length"), Truncation = Strategy(line.String("strategy")) };
            string what = $"pair {line.Int("pair")} {options.Truncation} {options.MaxLength}";
            CompareOrFail(mismatches, what, line, () => tokenizer.Encode(a, b, options), encoding =>
            {
                Compare(mismatches, what, line, encoding);
                if (options.Truncation is TruncationStrategy.LongestFirst)
                {
                    mismatches.Equal(what + " quick ids", line.Ints("ids"), tokenizer.EncodeIds(a, b, options.MaxLength!.Value));
                }
            });
        }

        mismatches.Verify();
    }

    [Theory, MemberData(nameof(Folders))]
    public void Batches_pad_alike(string folder)
    {
        Tokenizer tokenizer = TokenizerFixtures.Load(folder);
        Dictionary<int, string> texts = TokenizerFixtures.Texts();
        Dictionary<int, (string A, string B)> pairs = TokenizerFixtures.Pairs();
        Mismatches mismatches = new();
        int number = 0;
        foreach (JsonElement line in TokenizerFixtures.Lines(folder, "batch.jsonl"))
        {
            bool paired = line.TryGetProperty("pairs", out JsonElement ids);
            int[] rows = (paired ? ids : line.GetProperty("texts")).Ints();
            string[] first = [.. rows.Select(r => paired ? pairs[r].A : texts[r])];
            string[]? second = paired ? [.. rows.Select(r => pairs[r].B)] : null;
            JsonElement truncation = line.GetProperty("truncation");
            EncodeOptions options = new()
            {
                MaxLength = line.Int("max_length"),
                Padding = Padding(line),
                PadToMultipleOf = line.Int("pad_to_multiple_of"),
                PaddingSide = line.String("padding_side") == "left" ? PaddingSide.Left : PaddingSide.Right,
                Truncation = truncation.ValueKind switch
                {
                    JsonValueKind.True => TruncationStrategy.LongestFirst,
                    JsonValueKind.False => TruncationStrategy.None,
                    _ => Strategy(truncation.GetString()),
                },
            };
            string what = $"batch {number++} {options}";
            CompareOrFail(mismatches, what, line, () => tokenizer.EncodeBatch(first, second, options), encodings =>
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    mismatches.Equal($"{what} row {i} ids", line.GetProperty("ids")[i].Ints(), encodings[i].Ids);
                    mismatches.Equal($"{what} row {i} type ids", line.GetProperty("type_ids")[i].Ints(), encodings[i].TypeIds);
                    mismatches.Equal($"{what} row {i} mask", line.GetProperty("mask")[i].Ints(), encodings[i].AttentionMask);
                    mismatches.Equal($"{what} row {i} special", line.GetProperty("special")[i].Ints(), encodings[i].SpecialTokensMask);
                }
            });
        }

        mismatches.Verify();
    }

    [Theory, MemberData(nameof(Folders))]
    public void Overflow_windows_are_alike(string folder)
    {
        Tokenizer tokenizer = TokenizerFixtures.Load(folder);
        Dictionary<int, string> texts = TokenizerFixtures.Texts();
        Dictionary<int, (string A, string B)> pairs = TokenizerFixtures.Pairs();
        Mismatches mismatches = new();
        foreach (JsonElement line in TokenizerFixtures.Lines(folder, "overflow.jsonl"))
        {
            string[] first = ["", ""];
            string[]? second = null;
            if (line.Int("pair") is { } pair)
            {
                first = [pairs[pair].A];
                second = [pairs[pair].B];
            }
            else
            {
                first = line.Int("id") is { } id ? [texts[id]] : [.. line.Ints("texts").Select(t => texts[t])];
            }

            EncodeOptions options = new()
            {
                MaxLength = line.Int("max_length"),
                Stride = line.Int("stride")!.Value,
                TruncationSide = Side(line),
                Truncation = Strategy(line.String("strategy") ?? "longest_first"),
                Padding = line.String("padding") is null ? PaddingStrategy.None : Padding(line),
                ReturnOverflow = true,
            };
            string what = $"{line.Int("id")} {line.Int("pair")} {options}";
            CompareOrFail(mismatches, what, line, () => tokenizer.EncodeBatch(first, second, options), encodings =>
            {
                (Encoding Window, int Sample)[] windows =
                    [.. encodings.SelectMany((e, i) => new[] { e }.Concat(e.Overflow).Select(w => (w, i)))];
                JsonElement[] expected = [.. line.GetProperty("windows").EnumerateArray()];
                int count = line.Int("cut_to_first") is { } cut ? Math.Min(cut, windows.Length) : windows.Length;
                mismatches.Equal(what + " windows", [expected.Length], [count]);
                for (int i = 0; i < Math.Min(count, expected.Length); i++)
                {
                    Compare(mismatches, $"{what} window {i}", expected[i], windows[i].Window);
                }

                if (line.TryGetProperty("overflow_to_sample_mapping", out JsonElement mapping))
                {
                    mismatches.Equal(what + " samples", mapping.Ints(), windows.Select(w => w.Sample).ToArray());
                }
            });
        }

        mismatches.Verify();
    }

    private static void CompareOrFail<T>(Mismatches mismatches, string what, JsonElement line, Func<T> encode, Action<T> compare)
    {
        T result;
        try
        {
            result = encode();
        }
        catch (TokenizerException e)
        {
            if (line.String("error") is null)
            {
                mismatches.Fail($"{what}: threw {e.Message}");
            }

            mismatches.Pass();
            return;
        }

        if (line.String("error") is { } error)
        {
            mismatches.Fail($"{what}: was expected to fail with {error}");
            return;
        }

        compare(result);
    }

    private static void Compare(Mismatches mismatches, string what, JsonElement line, Encoding encoding)
    {
        if (!mismatches.Equal(what + " ids", line.Ints("ids"), encoding.Ids))
        {
            return;
        }

        void Optional(string name, Func<int[]> actual)
        {
            if (line.TryGetProperty(name, out JsonElement expected))
            {
                mismatches.Equal($"{what} {name}", expected.Ints(), actual());
            }
        }

        Optional("type_ids", () => encoding.TypeIds);
        Optional("mask", () => encoding.AttentionMask);
        Optional("special", () => encoding.SpecialTokensMask);
        Optional("seq", () => encoding.SequenceIds);
        Optional("off", () => [.. encoding.Offsets.SelectMany(s => new[] { s.Start, s.End })]);
        Optional("off16", () => [.. encoding.Utf16Offsets.SelectMany(s => new[] { s.Start, s.End })]);
    }

    private static TruncationSide Side(JsonElement line) => line.String("side") == "left" ? TruncationSide.Left : TruncationSide.Right;

    private static PaddingStrategy Padding(JsonElement line) => line.String("padding") switch
    {
        "longest" => PaddingStrategy.Longest,
        "max_length" => PaddingStrategy.MaxLength,
        string other => throw new InvalidOperationException($"padding {other}"),
        null => PaddingStrategy.None,
    };

    private static TruncationStrategy Strategy(string? name) => name switch
    {
        "none" => TruncationStrategy.None,
        "longest_first" => TruncationStrategy.LongestFirst,
        "only_first" => TruncationStrategy.OnlyFirst,
        "only_second" => TruncationStrategy.OnlySecond,
        _ => throw new InvalidOperationException($"strategy {name}"),
    };
}
