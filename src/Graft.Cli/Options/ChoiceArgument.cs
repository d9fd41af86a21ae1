using System.CommandLine;

namespace Graft.Cli.Options;

/// <summary>One of an enum's values, not behind an option's name.</summary>
internal sealed class ChoiceArgument<T> : Argument<string?>
    where T : struct, Enum
{
    private readonly ChoiceNames _names = new(typeof(T));

    /// <summary>Makes the argument, which may be left out.</summary>
    public ChoiceArgument(string name, string description)
        : base(name)
    {
        Arity = ArgumentArity.ZeroOrOne;
        Description = description;
        HelpName = string.Join('|', _names.Typed);
        CustomParser = _names.Parse;
        CompletionSources.Add(_names.Typed);
    }

    /// <summary>What was chosen, or null.</summary>
    public T? Read(ParseResult parsed) => parsed.GetValue(this) is { } typed ? Enum.Parse<T>(_names.Declared(typed)) : null;
}
