using System.Globalization;

namespace Graft.Data;

/// <summary>One end of a slice: a row number (from the end if negative) or a percentage of the rows.</summary>
/// <param name="Amount">Rows, or percent in [−100, 100].</param>
/// <param name="IsPercent">Whether <paramref name="Amount"/> is a percentage.</param>
internal readonly record struct SliceBound(double Amount, bool IsPercent)
{
    /// <summary>Reads "1000", "-100" or "12.5%"; false if it is none of these.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SliceBound bound)
    {
        text = text.Trim();
        bool percent = text.EndsWith("%");
        ReadOnlySpan<char> digits = percent ? text[..^1].Trim() : text;
        NumberStyles style = percent
            ? NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
            : NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands;
        bool good = double.TryParse(digits, style, CultureInfo.InvariantCulture, out double amount)
            && (percent ? Math.Abs(amount) <= 100 : Math.Abs(amount) <= int.MaxValue && double.IsInteger(amount));
        bound = new SliceBound(amount, percent);
        return good;
    }

    /// <summary>The row number it stands for among <paramref name="rowCount"/> rows, in [0, rowCount]; half a row goes to the even one.</summary>
    public int Resolve(int rowCount)
    {
        double row = IsPercent ? Math.Round(Amount * rowCount / 100, MidpointRounding.ToEven) : Amount;
        bool fromEnd = Amount < 0;
        return (int)Math.Clamp(fromEnd ? rowCount + row : row, 0, rowCount);
    }
}
