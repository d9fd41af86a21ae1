using System.CommandLine.Parsing;
using System.Text;

namespace Graft.Cli.Options;

/// <summary>
/// The values of an enum as they are typed: "warmup-stable-decay". Not generic, and options hold texts: code for each enum's own types
/// would be compiled at each start.
/// </summary>
internal sealed class ChoiceNames
{
    // Choices that fit into the first column of --help.
    private const int Few = 4;

    private readonly string[] _declared;

    /// <summary>Names the values.</summary>
    /// <param name="type">The enum.</param>
    /// <param name="without">A value that cannot be chosen, or null.</param>
    public ChoiceNames(Type type, string? without = null)
    {
        _declared = Array.FindAll(Enum.GetNames(type), name => name != without);
        Typed = Array.ConvertAll(_declared, Kebab);
    }

    /// <summary>What can be typed, in the enum's order.</summary>
    public string[] Typed { get; }

    /// <summary>What stands behind the option in --help.</summary>
    public string HelpName => Typed.Length > Few ? "name" : string.Join('|', Typed);

    /// <summary>The option's description with the choices, where they stand nowhere else.</summary>
    public string Describe(string description) => Typed.Length > Few ? $"{description}: {string.Join(", ", Typed)}" : description;

    /// <summary>A value's name in code.</summary>
    /// <param name="typed">One of <see cref="Typed"/>.</param>
    public string Declared(string typed) => _declared[Array.IndexOf(Typed, typed)];

    /// <summary>Takes what was typed if it is one of them; else it is an error.</summary>
    public string? Parse(ArgumentResult result)
    {
        string text = OptionKinds.TextOf(result);
        if (Array.IndexOf(Typed, text) >= 0)
        {
            return text;
        }

        OptionKinds.Refuse(result, $"one of {string.Join(", ", Typed)}");
        return null;
    }

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
}
