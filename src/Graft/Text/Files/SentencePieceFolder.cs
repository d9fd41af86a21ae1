using Graft.Text.Decoders;
using Graft.Text.Models;
using Graft.Text.Normalizers;
using Graft.Text.PreTokenizers;
using Graft.Text.PostProcessors;

namespace Graft.Text.Files;

/// <summary>
/// Tokenizers from a SentencePiece model alone. The file does not tell what the family does around it, so that comes
/// from the tokenizer's class, or where there is none from the usual file names.
/// </summary>
internal static class SentencePieceFolder
{
    private const char Mark = '\u2581';

    private static readonly (string File, string Class)[] UsualNames =
    [
        ("sentencepiece.bpe.model", "XLMRobertaTokenizer"), ("spiece.model", "AlbertTokenizer"), ("spm.model", "DebertaV2Tokenizer"),
    ];

    /// <summary>The model file of a folder, or null.</summary>
    /// <exception cref="TokenizerException">There are several, and none has a usual name.</exception>
    public static string? Find(string folder)
    {
        string[] paths = [.. Directory.EnumerateFiles(folder, "*.model").Order(StringComparer.Ordinal)];
        string? usual = paths.FirstOrDefault(p => UsualNames.Any(n => n.File == Path.GetFileName(p)));
        return paths.Length <= 1 || usual is not null
            ? usual ?? paths.FirstOrDefault()
            : throw new TokenizerException(
                $"there are {paths.Length} model files, and none has one of the usual names {string.Join(", ", UsualNames.Select(n => n.File))}.", folder);
    }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="TokenizerException">It is broken, or of a family that is not known.</exception>
    public static TokenizerBlueprint Read(string path, TokenizerSettings settings)
    {
        string name = settings.Class.Length > 0
            ? settings.Class
            : UsualNames.FirstOrDefault(n => n.File == Path.GetFileName(path)).Class ?? "";
        SentencePieceFile file = SentencePieceFile.Read(path);
        return name switch
        {
            "XLMRobertaTokenizer" => XlmRoberta(file, path, settings),
            "AlbertTokenizer" => Albert(file, path, settings),
            "DebertaV2Tokenizer" => DebertaV2(file, path, settings),
            _ => throw new TokenizerException(
                $"a SentencePiece model alone is only understood with the tokenizer classes AlbertTokenizer, DebertaV2Tokenizer and XLMRobertaTokenizer, not '{name}'.",
                path, remedy: "Use a folder with a tokenizer.json."),
        };
    }

    private static TokenizerBlueprint XlmRoberta(SentencePieceFile file, string path, TokenizerSettings settings)
    {
        NameSpecialTokens(settings, "<s>", "</s>", "<pad>", "<unk>", "<mask>");
        List<(string, double)> pieces = [("<s>", 0), ("<pad>", 0), ("</s>", 0), ("<unk>", 0)];
        pieces.AddRange(file.Pieces.Skip(3).Select(p => (p.Text, (double)p.Score)));
        pieces.Add(("<mask>", 0));
        ITokenModel model = Model(file, pieces, 3, path);
        int Id(string name) => Require(model, settings, name, path);
        return new TokenizerBlueprint
        {
            Model = model,
            Normalizer = CharsMap(file, path),
            PreTokenizer = new SequencePreTokenizer([new WhitespaceSplitPreTokenizer(), Metaspace()]),
            PostProcessor = PostProcessorFactories.Roberta(Id("cls_token"), Id("sep_token"), trims: false, addsPrefixSpace: false),
            Decoder = new MetaspaceDecoder(Mark, added: true),
            AddedTokens = Added(file, settings),
        };
    }

    private static TokenizerBlueprint Albert(SentencePieceFile file, string path, TokenizerSettings settings)
    {
        NameSpecialTokens(settings, "[CLS]", "[SEP]", "<pad>", "<unk>", "[MASK]");

        // Pieces such as "1," are made all but impossible: digits and commas are to be apart.
        List<(string, double)> pieces = [.. file.Pieces.Select(p => (p.Text, p.Score - (IsNumberAndComma(p.Text) ? 100.0 : 0)))];
        ITokenModel model = Model(file, pieces, file.UnknownId, path);
        PartDefinition config = settings.Config;
        List<INormalizer> steps =
            [new ReplaceNormalizer(TokenPattern.Literal("``"), "\""), new ReplaceNormalizer(TokenPattern.Literal("''"), "\"")];
        if (!config.Boolean("keep_accents", false))
        {
            steps.Add(new UnicodeNormalizer(UnicodeForm.Nfkd));
            steps.Add(new StripAccentsNormalizer());
        }

        if (config.Boolean("do_lower_case", true))
        {
            steps.Add(new LowercaseNormalizer());
        }

        steps.Add(CharsMap(file, path));
        steps.Add(SingleBlanks());
        return new TokenizerBlueprint
        {
            Model = model,
            Normalizer = new SequenceNormalizer(steps),
            PreTokenizer = new SequencePreTokenizer([new WhitespaceSplitPreTokenizer(), Metaspace()]),
            PostProcessor = PostProcessorFactories.Bert(Require(model, settings, "cls_token", path), Require(model, settings, "sep_token", path)),
            Decoder = new MetaspaceDecoder(Mark, added: true),
            AddedTokens = Added(file, settings),
        };
    }

    private static TokenizerBlueprint DebertaV2(SentencePieceFile file, string path, TokenizerSettings settings)
    {
        NameSpecialTokens(settings, "[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]");
        ITokenModel model = Model(file, [.. file.Pieces.Select(p => (p.Text, (double)p.Score))], file.UnknownId, path);
        PartDefinition config = settings.Config;
        List<INormalizer> steps = [new StripNormalizer(left: true, right: true), CharsMap(file, path), SingleBlanks()];
        if (config.Boolean("do_lower_case", false))
        {
            steps.Insert(0, new LowercaseNormalizer());
        }

        List<IPreTokenizer> cuts = [Metaspace()];
        if (config.Boolean("split_by_punct", false))
        {
            cuts.Insert(0, new DelimiterPreTokenizer(
                CharacterMatchers.Each(Unicode.CodePointClasses.Punctuation), DelimiterBehavior.Isolated));
        }

        return new TokenizerBlueprint
        {
            Model = model,
            Normalizer = new SequenceNormalizer(steps),
            PreTokenizer = new SequencePreTokenizer(cuts),
            PostProcessor = PostProcessorFactories.Bert(Require(model, settings, "cls_token", path), Require(model, settings, "sep_token", path)),
            Decoder = new MetaspaceDecoder(Mark, added: true),
            AddedTokens = Added(file, settings),
        };
    }

    // Where the settings name a token too, theirs is the word on the white space around it.
    private static AddedTokenEntry[] Added(SentencePieceFile file, TokenizerSettings settings) =>
        [.. file.AddedTokens.Where(token => settings.SpecialTokens.All(s => s.Content != token.Content))];

    private static ITokenModel Model(SentencePieceFile file, List<(string Text, double Score)> pieces, int unknownId, string path)
    {
        Vocabulary vocabulary = new(pieces.Count);
        for (int i = 0; i < pieces.Count; i++)
        {
            VocabularyReader.Add(vocabulary, pieces[i].Text, i, path, $"pieces[{i}]");
        }

        return file.ModelType switch
        {
            1 => new UnigramModel(vocabulary, [.. pieces.Select(p => p.Score)], unknownId, byteFallback: false),
            2 => new BytePairModel(
                vocabulary, SentencePieceMerges.Table(vocabulary, pieces, path),
                new BytePairOptions { UnknownId = unknownId, FuseUnknown = true }),
            _ => throw new TokenizerException(
                $"the model type {file.ModelType} is unknown; known are 1 (unigram) and 2 (byte-pair encoding).", path, "trainer_spec.model_type"),
        };
    }

    private static void NameSpecialTokens(TokenizerSettings settings, string cls, string sep, string pad, string unknown, string mask)
    {
        settings.Default("cls_token", cls);
        settings.Default("sep_token", sep);
        settings.Default("pad_token", pad);
        settings.Default("unk_token", unknown);
        settings.Default("mask_token", mask, stripsLeft: true);
    }

    private static int Require(ITokenModel model, TokenizerSettings settings, string name, string path)
    {
        string token = settings.Special(name)!.Content;
        return model.TokenToId(token) ?? throw new TokenizerException($"the token '{token}' ({name}) is not in the vocabulary.", path);
    }

    private static MetaspacePreTokenizer Metaspace() => new(Mark, PrependScheme.Always, splits: true);

    private static ReplaceNormalizer SingleBlanks() => new(TokenPattern.Expression(" {2,}"), " ");

    private static INormalizer CharsMap(SentencePieceFile file, string path) => file.CharsMap.Length == 0
        ? new SequenceNormalizer([])
        : CharsMapNormalizer.Read(file.CharsMap, problem => new TokenizerException(problem, path, "normalizer_spec"));

    private static bool IsNumberAndComma(string piece) =>
        piece is [.., char digit, ','] && Unicode.CodePoints.Is(digit, Unicode.CodePointClasses.Number);
}
