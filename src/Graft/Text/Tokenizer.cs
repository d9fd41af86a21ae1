using System.Collections.Concurrent;
using Graft.Tensors;
using Graft.Text.Files;

namespace Graft.Text;

/// <summary>
/// Turns texts into token ids and back, exactly as the public tools do with the same files. Immutable, and safe to use
/// from many threads at once.
/// </summary>
public sealed partial class Tokenizer
{
    private readonly TokenizerPipeline _pipeline;
    private readonly EncodingBuilder _builder;
    private readonly TokenizerFiles? _files;
    private readonly ConcurrentBag<Workspace> _workspaces = [];
    private int _idleWorkspaces;
    private readonly bool _cleansUp;

    internal Tokenizer(TokenizerPipeline pipeline, TokenizerSettings settings, TokenizerFiles? files)
    {
        _pipeline = pipeline;
        _files = files;
        _builder = new EncodingBuilder(this, pipeline.PostProcessor);
        PartDefinition config = settings.Config;
        VocabularySize = Math.Max(pipeline.Model.VocabularySize, pipeline.Added.Size);
        ModelMaxLength = SettingsValues.MaxLength(config);
        PaddingSide = config.Choice<PaddingSide>("padding_side", PaddingSide.Right);
        TruncationSide = config.Choice<TruncationSide>("truncation_side", TruncationSide.Right);
        _cleansUp = config.Boolean("clean_up_tokenization_spaces", false);
        PadTokenTypeId = config.Integer("pad_token_type_id", 0);
        UnknownTokenId = Id("unk_token", "[UNK]", "<unk>");
        ClsTokenId = Id("cls_token", "[CLS]", "<s>");
        SepTokenId = Id("sep_token", "[SEP]", "</s>");
        MaskTokenId = Id("mask_token", "[MASK]", "<mask>");
        BosTokenId = Id("bos_token");
        EosTokenId = Id("eos_token");
        PadTokenId = Id("pad_token", "[PAD]", "<pad>") ?? 0;
        PadToken = IdToToken(PadTokenId) ?? "";
        UsesTokenTypeIds = SettingsValues.UsesTokenTypeIds(settings, _builder);

        // Where the settings name no token for a role, one of the usual names among the added tokens has it.
        int? Id(string role, params ReadOnlySpan<string> usual)
        {
            if (settings.Special(role) is { } token)
            {
                return TokenToId(token.Content);
            }

            foreach (string content in usual)
            {
                if (pipeline.Added.ByContent(content) is { } added)
                {
                    return added.Id;
                }
            }

            return null;
        }
    }

    /// <summary>The folder that it was loaded from.</summary>
    public string? Folder => _files?.Folder;

    /// <summary>One more than the largest id, added tokens included.</summary>
    public int VocabularySize { get; }

    /// <summary>The largest number of tokens that the model takes, special ones included; null if the files set no limit.</summary>
    public int? ModelMaxLength { get; }

    /// <summary>The id that fills short encodings up; 0 if the files name none.</summary>
    public int PadTokenId { get; }

    /// <summary>The token that fills short encodings up.</summary>
    public string PadToken { get; }

    /// <summary>The token type id of padding.</summary>
    public int PadTokenTypeId { get; }

    /// <summary>The end where padding goes.</summary>
    public PaddingSide PaddingSide { get; }

    /// <summary>The end that truncation cuts off.</summary>
    public TruncationSide TruncationSide { get; }

    /// <summary>The id of the unknown token, or null.</summary>
    public int? UnknownTokenId { get; }

    /// <summary>The id of the token whose output stands for the whole text, or null.</summary>
    public int? ClsTokenId { get; }

    /// <summary>The id of the token between and behind texts, or null.</summary>
    public int? SepTokenId { get; }

    /// <summary>The id of the token that hides another, or null.</summary>
    public int? MaskTokenId { get; }

    /// <summary>The id of the token that begins a text, or null.</summary>
    public int? BosTokenId { get; }

    /// <summary>The id of the token that ends a text, or null.</summary>
    public int? EosTokenId { get; }

    /// <summary>Whether the model asks for token type ids (as BERT does, and RoBERTa does not).</summary>
    public bool UsesTokenTypeIds { get; }

    internal TokenizerPipeline Pipeline => _pipeline;

    /// <summary>
    /// Reads a tokenizer: tokenizer.json, else vocab.txt, else vocab.json with merges.txt, else a SentencePiece model.
    /// Truncation and padding that the file carries have no effect: the options of each call decide.
    /// </summary>
    /// <param name="folder">The folder that holds the files.</param>
    /// <exception cref="TokenizerException">There is no tokenizer, or its files are broken.</exception>
    public static Tokenizer Load(string folder) => Load(folder, new TokenizerParts());

    /// <summary>Reads a tokenizer that may be made of your own parts.</summary>
    /// <param name="folder">The folder that holds the files.</param>
    /// <param name="parts">The known types of parts.</param>
    /// <exception cref="TokenizerException">There is no tokenizer, or its files are broken.</exception>
    public static Tokenizer Load(string folder, TokenizerParts parts)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(parts);
        if (!Directory.Exists(folder))
        {
            throw new TokenizerException("there is no such folder.", folder);
        }

        TokenizerSettings settings = TokenizerSettings.Read(folder, parts);
        TokenizerBlueprint blueprint = TokenizerFolder.Read(folder, settings, parts);
        return new Tokenizer(TokenizerAssembly.Assemble(blueprint, settings, folder), settings, TokenizerFiles.Take(folder));
    }

    /// <summary>Writes the tokenizer's files, byte for byte as they were read. Each appears as a whole or not at all.</summary>
    /// <param name="folder">Is created if missing.</param>
    /// <exception cref="FileWriteException">A file cannot be written: the disk is full, or something is in its way.</exception>
    /// <exception cref="TokenizerException">The tokenizer was not read from files, a file is gone, or the folder cannot be made.</exception>
    public void Save(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        (_files ?? throw new TokenizerException("this tokenizer was not loaded from files, so there are none to write.")).Write(folder);
    }

    /// <summary>The id of a token, or null. Unlike encoding this looks for the exact token.</summary>
    public int? TokenToId(string token) => _pipeline.Added.ByContent(token)?.Id ?? _pipeline.Model.TokenToId(token);

    /// <summary>The token of an id, or null.</summary>
    public string? IdToToken(int id) => _pipeline.Added.ById(id)?.Content ?? _pipeline.Model.IdToToken(id);
}
