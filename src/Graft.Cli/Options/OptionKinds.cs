using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Graft.Tensors;

namespace Graft.Cli.Options;

/// <summary>Options with checks, so that a value out of range is an error of the command line.</summary>
internal static class OptionKinds
{
    // Choices that fit into the first column of --help.
    private const int Few = 4;

    /// <summary>A whole number with a least value.</summary>
    public static Option<int?> Count(string name, string description, int least = 1) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result => Parse(result, text =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least ? value : (int?)null,
            $"a whole number from {least}"),
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

    /// <summary>One of an enum's values, named as "warmup-stable-decay".</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What --help says.</param>
    /// <param name="without">Values that cannot be chosen here.</param>
    public static Option<T?> Choice<T>(string name, string description, params T[] without) where T : struct, Enum
    {
        T[] values = [.. Enum.GetValues<T>().Except(without)];
        string[] names = Names(values);
        var option = new Option<T?>(name)
        {
            Description = names.Length > Few ? $"{description}: {string.Join(", ", names)}" : description,
            HelpName = names.Length > Few ? "name" : string.Join('|', names),
            CustomParser = result => ParseChoice(result, values, names),
        };
        option.CompletionSources.Add(names);
        return option;
    }

    /// <summary>Where a model computes.</summary>
    /// <param name="standard">What is taken where the option is not given.</param>
    public static Option<DeviceChoice?> Device(string standard = "auto: cuda where libtorch reports it") =>
        Choice<DeviceChoice>("--device", $"Where the model computes [{standard}]");

    /// <summary>One of an enum's values, not behind an option's name.</summary>
    public static Argument<T?> ChoiceArgument<T>(string name, string description) where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        string[] names = Names(values);
        var argument = new Argument<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', names),
            CustomParser = result => ParseChoice(result, values, names),
        };
        argument.CompletionSources.Add(names);
        return argument;
    }

    /// <summary>A text.</summary>
    public static Option<string?> Text(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName };

    /// <summary>A switch.</summary>
    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    /// <summary>A pair of switches: true, false, or null where neither is given.</summary>
    public static bool? Either(ParseResult parsed, Option<bool> yes, Option<bool> no) =>
        parsed.GetValue(yes) ? true : parsed.GetValue(no) ? false : null;

    private static T? Parse<T>(ArgumentResult result, Func<string, T?> parse, string wanted) where T : struct
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        T? value = parse(text);
        if (value is null)
        {
            string place = result.Parent is OptionResult { Option.Name: var name } ? name : result.Argument.Name;
            result.AddError($"'{text}' is not {wanted}: {place}");
        }

        return value;
    }

    private static T? ParseChoice<T>(ArgumentResult result, T[] values, string[] names) where T : struct, Enum =>
        Parse<T>(result, text => Array.IndexOf(names, text) is >= 0 and var index ? values[index] : null, $"one of {string.Join(", ", names)}");

    private static string[] Names<T>(T[] values) where T : struct, Enum => Array.ConvertAll(values, value => Kebab(value.ToString()));

    private static string Kebab(string name)
    {
        var kebab = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            // "BFloat16" is one word.
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]))
            {
                kebab.Append('-');
            }

            kebab.Append(char.ToLowerInvariant(name[i]));
        }

        return kebab.ToString();
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
