namespace Graft.Text.Unicode;

/// <summary>
/// Decomposition, composition and combining classes of Unicode 9 (the version that published tokenizers were built
/// with), after Unicode Standard Annex 15.
/// </summary>
internal sealed class NormalizationTables
{
    private const int HangulFirst = 0xAC00, HangulCount = 11172, LeadFirst = 0x1100, LeadCount = 19,
        VowelFirst = 0x1161, VowelCount = 21, TailFirst = 0x11A7, TailCount = 28;

    private static readonly Lazy<NormalizationTables> Instance = new(() => new NormalizationTables());

    private readonly CodePointMap<int> _canonical = new();      // 1 + index into _sequences, 0 = none
    private readonly CodePointMap<int> _compatibility = new();  // the same
    private readonly CodePointMap<byte> _combiningClass = new();
    private readonly List<int[]> _sequences = [];
    private readonly Dictionary<long, int> _compositions = [];

    private NormalizationTables()
    {
        Dictionary<int, int[]> canonical = [];
        Dictionary<int, int[]> compatibility = [];
        UnicodeData.Read("canonical.txt", (_, entry) =>
        {
            int colon = entry.IndexOf(':');
            int[] parts = UnicodeData.Sequence(entry[(colon + 1)..]);
            bool composes = entry[colon - 1] != '!';
            int codePoint = UnicodeData.Hex(entry[..(composes ? colon : colon - 1)]);
            canonical[codePoint] = parts;
            if (composes)
            {
                _compositions[Pair(parts[0], parts[1])] = codePoint;
            }
        });
        UnicodeData.Read("compatibility.txt", (_, entry) =>
        {
            int colon = entry.IndexOf(':');
            int[] parts = UnicodeData.Sequence(entry[(colon + 1)..]);
            (int first, int last) = UnicodeData.Range(entry[..colon]);
            for (int c = first; c <= last; c++)
            {
                compatibility[c] = first == last ? parts : [parts[0] + c - first];
            }
        });
        UnicodeData.Read("combining.txt", (section, entry) =>
        {
            (int first, int last) = UnicodeData.Range(entry);
            for (int c = first; c <= last; c++)
            {
                _combiningClass.At(c) = byte.Parse(section, System.Globalization.CultureInfo.InvariantCulture);
            }
        });

        List<int> expanded = [];
        foreach (int c in canonical.Keys)
        {
            Store(_canonical, c, canonical, null);
        }

        foreach (int c in canonical.Keys.Concat(compatibility.Keys))
        {
            Store(_compatibility, c, canonical, compatibility);
        }

        void Store(CodePointMap<int> map, int c, Dictionary<int, int[]> first, Dictionary<int, int[]>? second)
        {
            expanded.Clear();
            Expand(c, first, second, expanded);
            _sequences.Add([.. expanded]);
            map.At(c) = _sequences.Count;
        }
    }

    /// <summary>The tables, read at first use.</summary>
    public static NormalizationTables Shared => Instance.Value;

    /// <summary>The canonical combining class, 0 for a starter.</summary>
    public int CombiningClass(int codePoint) => codePoint < 0x300 ? 0 : _combiningClass[codePoint];

    /// <summary>The full decomposition of a code point, or an empty span if it has none; <paramref name="jamo"/> is room for 3.</summary>
    public ReadOnlySpan<int> Decompose(int codePoint, bool compatibility, Span<int> jamo)
    {
        if (codePoint < 0xA0)
        {
            return default;
        }

        int syllable = codePoint - HangulFirst;
        if (syllable is >= 0 and < HangulCount)
        {
            jamo[0] = LeadFirst + syllable / (VowelCount * TailCount);
            jamo[1] = VowelFirst + syllable % (VowelCount * TailCount) / TailCount;
            jamo[2] = TailFirst + syllable % TailCount;
            return jamo[..(jamo[2] == TailFirst ? 2 : 3)];
        }

        int index = (compatibility ? _compatibility : _canonical)[codePoint];
        return index == 0 ? default : _sequences[index - 1];
    }

    /// <summary>The primary composite of two code points, or -1.</summary>
    public int Compose(int first, int second)
    {
        if (first is >= LeadFirst and < LeadFirst + LeadCount && second is >= VowelFirst and < VowelFirst + VowelCount)
        {
            return HangulFirst + ((first - LeadFirst) * VowelCount + second - VowelFirst) * TailCount;
        }

        int syllable = first - HangulFirst;
        if (syllable is >= 0 and < HangulCount && syllable % TailCount == 0 && second is > TailFirst and < TailFirst + TailCount)
        {
            return first + second - TailFirst;
        }

        return second >= 0x300 && _compositions.TryGetValue(Pair(first, second), out int composite) ? composite : -1;
    }

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private static void Expand(int c, Dictionary<int, int[]> first, Dictionary<int, int[]>? second, List<int> into)
    {
        if (first.TryGetValue(c, out int[]? parts) || (second is not null && second.TryGetValue(c, out parts)))
        {
            foreach (int part in parts)
            {
                Expand(part, first, second, into);
            }
        }
        else
        {
            into.Add(c);
        }
    }
}
