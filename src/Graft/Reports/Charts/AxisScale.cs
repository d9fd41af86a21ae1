using System.Globalization;

namespace Graft.Reports.Charts;

/// <summary>Maps values to places along an axis of a drawing, and chooses round tick values.</summary>
/// <param name="Low">The value at the start of the axis.</param>
/// <param name="High">The value at its end, above <paramref name="Low"/>.</param>
/// <param name="Start">The place of the start, in units of the drawing.</param>
/// <param name="End">The place of the end; may lie before the start.</param>
internal readonly record struct AxisScale(double Low, double High, double Start, double End)
{
    // Values that are nearer to each other, as a share of the greater, are one value: ticks between them would be no different numbers.
    private const double LeastWidth = 1e-9;

    /// <summary>The distance between ticks, or 0 to choose it from their number.</summary>
    private double Step { get; init; }

    /// <summary>The place of a value.</summary>
    public double this[double value] => Start + ((value - Low) / (High - Low) * (End - Start));

    /// <summary>An axis that begins and ends at round values around these.</summary>
    /// <param name="low">The lowest value.</param>
    /// <param name="high">The highest value.</param>
    /// <param name="start">The place of the start.</param>
    /// <param name="end">The place of the end.</param>
    /// <param name="ticks">About how many ticks there will be.</param>
    public static AxisScale Around(double low, double high, double start, double end, int ticks)
    {
        if (!(high - low > LeastWidth * Math.Max(Math.Abs(low), Math.Abs(high))))
        {
            double reach = low == 0 ? 1 : Math.Abs(low) / 2;
            (low, high) = (low - reach, low + reach);
        }

        double step = RoundStep((high - low) / ticks);
        return new(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step, start, end) { Step = step };
    }

    /// <summary>Round values along the axis: multiples of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="count">About how many; an axis made by <see cref="Around"/> has chosen already.</param>
    /// <param name="whole">Only whole numbers.</param>
    public IEnumerable<(double Value, string Text)> Ticks(int count, bool whole = false)
    {
        double step = Step > 0 ? Step : RoundStep((High - Low) / count);
        step = whole ? Math.Max(1, step) : step;
        for (double i = Math.Ceiling((Low / step) - 1e-9) + 0.0; i * step <= High + (step * 1e-9); i++)
        {
            yield return (i * step, TickText(i * step, step));
        }
    }

    private static double RoundStep(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            < 1.42 => power, // the nearest on a logarithmic scale
            < 3.17 => 2 * power,
            < 7.08 => 5 * power,
            _ => 10 * power,
        };
    }

    private static string TickText(double value, double step)
    {
        if (value == 0)
        {
            return "0";
        }

        if (Math.Abs(value) >= 1e6 || step < 1e-4)
        {
            return value.ToString("0.#e0", CultureInfo.InvariantCulture);
        }

        int decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(step) - 1e-9));
        return value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
