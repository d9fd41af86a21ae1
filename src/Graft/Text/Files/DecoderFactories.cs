using Graft.Text.Decoders;

namespace Graft.Text.Files;

/// <summary>The decoders that tokenizer.json may name.</summary>
internal static class DecoderFactories
{
    public static void Register(TokenizerParts parts)
    {
        parts.RegisterDecoder("WordPiece", d => new WordPieceDecoder(d.String("prefix", "##"), d.Boolean("cleanup", true)));
    }
}
