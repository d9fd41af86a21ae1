using Graft.Text.Decoders;
using Graft.Text.PreTokenizers;

namespace Graft.Text.Files;

/// <summary>The decoders that tokenizer.json may name.</summary>
internal static class DecoderFactories
{
    public static void Register(TokenizerParts parts)
    {
        parts.RegisterDecoder("WordPiece", d => new WordPieceDecoder(d.String("prefix", "##"), d.Boolean("cleanup", true)));
        parts.RegisterDecoder("ByteLevel", _ => new ByteLevelDecoder());
        parts.RegisterDecoder("Metaspace", d =>
        {
            (char replacement, PrependScheme scheme, _) = PreTokenizerFactories.Metaspace(d);
            return new MetaspaceDecoder(replacement, scheme != PrependScheme.Never);
        });
        parts.RegisterDecoder("BPEDecoder", d =>
        {
            string suffix = d.String("suffix", "</w>");
            return new TokenDecoder((token, last) => suffix.Length == 0 ? token : token.Replace(suffix, last ? "" : " ", StringComparison.Ordinal));
        });
        parts.RegisterDecoder("ByteFallback", _ => new ByteFallbackDecoder());
        parts.RegisterDecoder("Fuse", _ => new FuseDecoder());
        parts.RegisterDecoder("Strip", d =>
        {
            string content = d.String("content");
            int start = d.Integer("start", 0), stop = d.Integer("stop", 0);
            return content.Length == 1
                ? new TokenDecoder((token, _) => TokenDecoder.Strip(token, content[0], start, stop))
                : throw d.Error($"one character is expected, not '{content}'.", "content");
        });
        parts.RegisterDecoder("Replace", d =>
        {
            TokenPattern pattern = PatternReader.Read(d);
            string content = d.String("content");
            return new TokenDecoder((token, _) => PatternReader.Replace(pattern, token, content));
        });
        parts.RegisterDecoder("Sequence", d => new SequenceDecoder([.. d.Definitions("decoders").Select(d.Parts.Decoder)]));
    }
}
