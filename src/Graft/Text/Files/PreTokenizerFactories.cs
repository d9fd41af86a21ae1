using Graft.Text.PreTokenizers;
using Graft.Text.Unicode;

namespace Graft.Text.Files;

/// <summary>The pre-tokenizers that tokenizer.json may name.</summary>
internal static class PreTokenizerFactories
{
    public static void Register(TokenizerParts parts)
    {
        parts.RegisterPreTokenizer("BertPreTokenizer", _ => new BertPreTokenizer());
        parts.RegisterPreTokenizer("ByteLevel", d => new ByteLevelPreTokenizer(d.Boolean("add_prefix_space", true), d.Boolean("use_regex", true)));
        parts.RegisterPreTokenizer("Metaspace", d =>
        {
            (char replacement, PrependScheme scheme, bool splits) = Metaspace(d);
            return new MetaspacePreTokenizer(replacement, scheme, splits);
        });
        parts.RegisterPreTokenizer("Whitespace", _ => new DelimiterPreTokenizer(CharacterMatchers.Words, DelimiterBehavior.Removed, inverted: true));
        parts.RegisterPreTokenizer("WhitespaceSplit", _ => new WhitespaceSplitPreTokenizer());
        parts.RegisterPreTokenizer("Punctuation", d => new DelimiterPreTokenizer(
            CharacterMatchers.Each(CodePointClasses.Punctuation), d.Choice<DelimiterBehavior>("behavior", DelimiterBehavior.Isolated)));
        parts.RegisterPreTokenizer("Digits", d => new DelimiterPreTokenizer(
            CharacterMatchers.Each(CodePointClasses.Number),
            d.Boolean("individual_digits", false) ? DelimiterBehavior.Isolated : DelimiterBehavior.Contiguous));
        parts.RegisterPreTokenizer("Split", d => new DelimiterPreTokenizer(
            PatternReader.Read(d).Matches, d.Choice<DelimiterBehavior>("behavior"), d.Boolean("invert", false)));
        parts.RegisterPreTokenizer("CharDelimiterSplit", d => new DelimiterPreTokenizer(
            TokenPattern.Literal(d.String("delimiter")).Matches, DelimiterBehavior.Removed));
        parts.RegisterPreTokenizer("FixedLength", d => new DelimiterPreTokenizer(
            CharacterMatchers.Stretches(d.Integer("length", 5, 1)), DelimiterBehavior.Isolated));
        parts.RegisterPreTokenizer("Sequence", d => new SequencePreTokenizer([.. d.Definitions("pretokenizers").Select(d.Parts.PreTokenizer)]));
    }

    /// <summary>The settings of Metaspace, in the present form or the one with add_prefix_space.</summary>
    public static (char Replacement, PrependScheme Scheme, bool Splits) Metaspace(PartDefinition d)
    {
        string replacement = d.String("replacement", "\u2581");
        PrependScheme old = d.Boolean("add_prefix_space", true) ? PrependScheme.Always : PrependScheme.Never;
        return replacement.Length == 1
            ? (replacement[0], d.Choice<PrependScheme>("prepend_scheme", old), d.Boolean("split", true))
            : throw d.Error($"one character is expected, not '{replacement}'.", "replacement");
    }
}
