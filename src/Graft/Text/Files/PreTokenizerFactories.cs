using Graft.Text.PreTokenizers;

namespace Graft.Text.Files;

/// <summary>The pre-tokenizers that tokenizer.json may name.</summary>
internal static class PreTokenizerFactories
{
    public static void Register(TokenizerParts parts)
    {
        parts.RegisterPreTokenizer("BertPreTokenizer", _ => new BertPreTokenizer());
        parts.RegisterPreTokenizer("Sequence", d => new SequencePreTokenizer([.. d.Definitions("pretokenizers").Select(d.Parts.PreTokenizer)]));
    }
}
