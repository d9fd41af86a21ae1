namespace Graft.Text.Files;

/// <summary>What a tokenizer's own file says, before the settings beside it are looked at.</summary>
internal sealed record TokenizerBlueprint
{
    public required ITokenModel Model { get; init; }

    public INormalizer? Normalizer { get; init; }

    public IPreTokenizer? PreTokenizer { get; init; }

    public PostProcessor? PostProcessor { get; init; }

    public IDecoder? Decoder { get; init; }

    public IReadOnlyList<AddedTokenEntry> AddedTokens { get; init; } = [];
}
