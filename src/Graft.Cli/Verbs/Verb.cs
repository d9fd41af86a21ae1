using System.CommandLine;

namespace Graft.Cli.Verbs;

/// <summary>One verb of the command, with examples for its --help.</summary>
internal abstract class Verb(string name, string description) : Command(name, description)
{
    /// <summary>Lines to type.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>What to do in place of giving an option that the verb does not have; null where it knows nothing about it.</summary>
    /// <param name="typed">What was typed.</param>
    public virtual string? AboutUnknown(string typed) => null;

    /// <summary>What else --help says, or null.</summary>
    public virtual string? Remarks => null;
}
