using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Graft.Tensors;

namespace Graft.Cli.Options;

/// <summary>Options with checks, so that a value out of range is an error of the command line.</summary>
internal static class OptionKinds
{
    /// <summary>A whole number with a least value, and perhaps a greatest.</summary>
    public static Option<int?> Count(string name, string description, int least = 1, int most = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result => Parse(result, text =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value : (int?)null,
            most == int.MaxValue ? $"a whole number from {least}" : $"a whole number from {least} to {most}"),
    };

    /// <summary>A seed: a whole number from 0 to 2^64 - 1.</summary>
    public static Option<ulong?> Seed(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result => Parse(result, text =>
            ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : (ulong?)null, "a whole number from 0"),
    };

    /// <summary>A number from a least value; a decimal point, never a comma.</summary>
    public static Option<double?> Number(string name, string description, double least = 0, double most = double.MaxValue, bool leastIsOut = false)
    {
        string range = most == double.MaxValue ? $"a number {(leastIsOut ? "above" : "from")} {Text(least)}" : $"a number from {Text(least)} to {Text(most)}";
        return new Option<double?>(name)
        {
            Description = description,
            HelpName = "x",
            CustomParser = result => Parse(result, text =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
                && !(leastIsOut && value == least) ? value : (double?)null, range),
        };
    }

    /// <summary>Where a model computes.</summary>
    /// <param name="standard">What is taken where the option is not given.</param>
    public static ChoiceOption<DeviceChoice> Device(string standard = "auto: cuda where libtorch reports it") =>
        new("--device", $"Where the model computes [{standard}]");

    /// <summary>A text.</summary>
    public static Option<string?> Text(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName };

    /// <summary>A switch.</summary>
    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    /// <summary>A pair of switches: true, false, or null where neither is given.</summary>
    public static bool? Either(ParseResult parsed, Option<bool> yes, Option<bool> no) =>
        parsed.GetValue(yes) ? true : parsed.GetValue(no) ? false : null;

    /// <summary>
    /// An option's value, for validators: they run before the options' own values are looked at, and one that is wrong is told by itself.
    /// </summary>
    /// <returns>The value; none where it is wrong or missing.</returns>
    public static T? Given<T>(this CommandResult result, Option<T> option)
    {
        try
        {
            return result.GetValue(option);
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    /// <summary>What was typed as an option's or an argument's value.</summary>
    public static string TextOf(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";

    /// <summary>Makes what was typed an error.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="wanted">What it should be.</param>
    public static void Refuse(ArgumentResult result, string wanted)
    {
        string place = result.Parent is OptionResult { Option.Name: var name } ? name : result.Argument.Name;
        result.AddError($"'{TextOf(result)}' is not {wanted}: {place}");
    }

    private static T? Parse<T>(ArgumentResult result, Func<string, T?> parse, string wanted) where T : struct
    {
        T? value = parse(TextOf(result));
        if (value is null)
        {
            Refuse(result, wanted);
        }

        return value;
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
