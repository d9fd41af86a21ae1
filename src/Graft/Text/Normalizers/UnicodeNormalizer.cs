using Graft.Text.Unicode;

namespace Graft.Text.Normalizers;

/// <summary>Brings a text to a Unicode normal form (Unicode Standard Annex 15), with the tables of Unicode 9.</summary>
internal sealed class UnicodeNormalizer(UnicodeForm form) : INormalizer
{
    // Longer runs of marks are sorted at their end: to insert each would take quadratic time.
    private const int LongRun = 32;

    private readonly bool _compatibility = form is UnicodeForm.Nfkc or UnicodeForm.Nfkd;
    private readonly bool _composes = form is UnicodeForm.Nfc or UnicodeForm.Nfkc;

    // Below this char nothing changes, whatever stands around it.
    private readonly char _firstChanging = form switch
    {
        UnicodeForm.Nfc => '\u0300',
        UnicodeForm.Nfd => '\u00C0',
        _ => '\u00A0',
    };

    public void Normalize(AlignedText text)
    {
        if (text.Text.IndexOfAnyInRange(_firstChanging, '\uFFFF') < 0)
        {
            return;
        }

        text.BeginRewrite();
        while (!text.AtEnd)
        {
            ReadOnlySpan<char> rest = text.Rest;
            int start = rest.IndexOfAnyInRange(_firstChanging, '\uFFFF');
            if (start < 0)
            {
                break;
            }

            // The char before may combine with what follows. An ASCII char never combines with what stands before it.
            start = Math.Max(0, start - 1);
            text.KeepChars(start);
            rest = rest[start..];
            int length = 1;
            while (length < rest.Length && rest[length] >= 0x80)
            {
                length++;
            }

            TransformList list = text.Transform;
            list.Clear();
            Decompose(rest[..length], list);
            if (_composes)
            {
                Compose(list);
            }

            text.Apply(list, length);
        }

        text.EndRewrite();
    }

    private void Decompose(ReadOnlySpan<char> text, TransformList list)
    {
        NormalizationTables tables = NormalizationTables.Shared;
        Span<int> jamo = stackalloc int[3];
        int marks = 0; // where the marks begin that are still to be sorted
        for (int i = 0; i < text.Length;)
        {
            int codePoint = CodePoints.At(text, i, out int length);
            i += length;
            ReadOnlySpan<int> parts = tables.Decompose(codePoint, _compatibility, jamo);
            if (parts.IsEmpty)
            {
                Push(codePoint, 0);
                continue;
            }

            for (int p = 0; p < parts.Length; p++)
            {
                Push(parts[p], p == 0 ? 0 : 1);
            }
        }

        if (list.Count - marks > LongRun)
        {
            list.SortMarks(marks, list.Count);
        }

        void Push(int codePoint, int change)
        {
            int combiningClass = tables.CombiningClass(codePoint);
            int at = list.Count;
            list.Add(codePoint, change);
            if (combiningClass == 0)
            {
                if (at - marks > LongRun)
                {
                    list.SortMarks(marks, at);
                }

                marks = list.Count;
                return;
            }

            if (at - marks >= LongRun)
            {
                return;
            }

            // insertion keeps the order of marks of equal class
            for (; at > marks && tables.CombiningClass(list.CodePoint(at - 1)) > combiningClass; at--)
            {
                list.Set(at, list.CodePoint(at - 1), list.Change(at - 1));
            }

            list.Set(at, codePoint, change);
        }
    }

    private static void Compose(TransformList list)
    {
        NormalizationTables tables = NormalizationTables.Shared;
        int starter = -1, lastClass = -1, count = 0;
        for (int i = 0; i < list.Count; i++)
        {
            int codePoint = list.CodePoint(i), change = list.Change(i);
            int combiningClass = tables.CombiningClass(codePoint);
            if (starter >= 0 && lastClass < combiningClass)
            {
                int composite = tables.Compose(list.CodePoint(starter), codePoint);
                if (composite >= 0)
                {
                    list.Set(starter, composite, list.Change(starter) + change - 1);
                    continue;
                }
            }

            if (combiningClass == 0)
            {
                starter = count;
                lastClass = -1;
            }
            else if (starter >= 0)
            {
                lastClass = combiningClass;
            }

            list.Set(count++, codePoint, change);
        }

        list.Truncate(count);
    }
}
