using System.CommandLine;

namespace Graft.Cli.Options;

/// <summary>One of an enum's values, named as "warmup-stable-decay".</summary>
internal sealed class ChoiceOption<T> : Option<string?>
    where T : struct, Enum
{
    private readonly ChoiceNames _names;

    /// <summary>Makes the option.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What --help says.</param>
    /// <param name="without">A value's name that cannot be chosen here, or null.</param>
    public ChoiceOption(string name, string description, string? without = null)
        : base(name)
    {
        _names = new ChoiceNames(typeof(T), without);
        Description = _names.Describe(description);
        HelpName = _names.HelpName;
        CustomParser = _names.Parse;
        CompletionSources.Add(_names.Typed);
    }

    /// <summary>What was chosen, or null.</summary>
    public T? Read(ParseResult parsed) => parsed.GetValue(this) is { } typed ? Enum.Parse<T>(_names.Declared(typed)) : null;
}
