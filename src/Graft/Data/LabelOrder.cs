using System.Globalization;
using System.Numerics;

namespace Graft.Data;

/// <summary>Whole numbers by their value, then words by their characters' codes: "2" before "10", "B" before "a".</summary>
internal sealed class LabelOrder : IComparer<string>
{
    public static readonly LabelOrder Instance = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        bool xIsNumber = TryNumber(x, out BigInteger a);
        bool yIsNumber = TryNumber(y, out BigInteger b);
        int byValue = xIsNumber && yIsNumber ? a.CompareTo(b) : yIsNumber.CompareTo(xIsNumber);
        return byValue != 0 ? byValue : string.CompareOrdinal(x, y);
    }

    private static bool TryNumber(string? text, out BigInteger value)
    {
        value = default;
        return text is { Length: > 0 and <= 40 }
            && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }
}
