using System.Globalization;

namespace Graft.Cli.Output;

/// <summary>Numbers as people read them, the same in every country.</summary>
internal static class Figures
{
    /// <summary>12,345</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>12,345 rows; 1 row</summary>
    /// <param name="value">How many.</param>
    /// <param name="one">What one of them is called.</param>
    /// <param name="many">What several are called; null for the same with an s.</param>
    public static string Count(long value, string one, string? many = null) => $"{Count(value)} {(value == 1 ? one : many ?? one + "s")}";

    /// <summary>0.9123, or - where it is not defined.</summary>
    public static string Share(double value) => Fixed(value, "0.0000");

    /// <summary>0.912, or - where it is not defined.</summary>
    public static string Short(double value) => Fixed(value, "0.000");

    /// <summary>3, 0.01, 5e-5</summary>
    public static string Number(double value) =>
        value.ToString(value != 0 && Math.Abs(value) < 0.001 ? "0.###e-0" : "0.######", CultureInfo.InvariantCulture);

    /// <summary>8 s, 3 min 20 s, 2 h 5 min</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0)
        {
            return "-";
        }

        if (seconds < 10)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
        }

        var time = TimeSpan.FromSeconds(Math.Round(seconds));
        return time.TotalMinutes < 1 ? $"{time.Seconds} s"
            : time.TotalHours < 1 ? $"{time.Minutes} min {time.Seconds} s"
            : $"{(int)time.TotalHours} h {time.Minutes} min";
    }

    /// <summary>1.2 GB, 340 MB, under 1 MB, 0 MB</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GB"),
        > 0 and < 1L << 20 => "under 1 MB",
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MB"),
    };

    /// <summary>A text short enough for a line.</summary>
    public static string Clip(string text, int length)
    {
        string line = Printable(text);
        return line.Length <= length ? line : line[..(char.IsHighSurrogate(line[length - 2]) ? length - 2 : length - 1)] + "…";
    }

    /// <summary>A text on one line that cannot steer a terminal: blanks in the place of control characters.</summary>
    public static string Printable(string text)
    {
        int first = 0;
        while (first < text.Length && !char.IsControl(text[first]))
        {
            first++;
        }

        return first == text.Length ? text : string.Create(text.Length, text, static (line, whole) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(whole[i]) ? ' ' : whole[i];
            }
        });
    }

    private static string Fixed(double value, string format) => double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);
}
