using Graft.Text.Normalizers;

namespace Graft.Text.Files;

/// <summary>The normalizers that tokenizer.json may name.</summary>
internal static class NormalizerFactories
{
    public static void Register(TokenizerParts parts)
    {
        parts.RegisterNormalizer("BertNormalizer", d => new BertNormalizer(
            d.Boolean("clean_text", true), d.Boolean("handle_chinese_chars", true),
            d.Has("strip_accents") ? d.Boolean("strip_accents") : null, d.Boolean("lowercase", true)));
        parts.RegisterNormalizer("NFC", _ => new UnicodeNormalizer(UnicodeForm.Nfc));
        parts.RegisterNormalizer("NFD", _ => new UnicodeNormalizer(UnicodeForm.Nfd));
        parts.RegisterNormalizer("NFKC", _ => new UnicodeNormalizer(UnicodeForm.Nfkc));
        parts.RegisterNormalizer("NFKD", _ => new UnicodeNormalizer(UnicodeForm.Nfkd));
        parts.RegisterNormalizer("Lowercase", _ => new LowercaseNormalizer());
        parts.RegisterNormalizer("StripAccents", _ => new StripAccentsNormalizer());
        parts.RegisterNormalizer("Strip", d => new StripNormalizer(d.Boolean("strip_left", true), d.Boolean("strip_right", true)));
        parts.RegisterNormalizer("Prepend", d => new PrependNormalizer(d.String("prepend")));
        parts.RegisterNormalizer("Replace", d => new ReplaceNormalizer(PatternReader.Read(d), d.String("content")));
        parts.RegisterNormalizer("Nmt", _ => new NmtNormalizer());
        parts.RegisterNormalizer("ByteLevel", _ => new ByteLevelNormalizer());
        parts.RegisterNormalizer("Precompiled", CharsMap);
        parts.RegisterNormalizer("Sequence", d => new SequenceNormalizer([.. d.Definitions("normalizers").Select(d.Parts.Normalizer)]));
    }

    private static INormalizer CharsMap(PartDefinition d)
    {
        const string Name = "precompiled_charsmap";
        if (d.String(Name, "").Length == 0)
        {
            return new SequenceNormalizer([]);
        }

        return d.Json.GetProperty(Name).TryGetBytesFromBase64(out byte[]? bytes)
            ? CharsMapNormalizer.Read(bytes, problem => d.Error(problem, Name))
            : throw d.Error("base64 is expected.", Name);
    }
}
