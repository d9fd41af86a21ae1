namespace Graft.Text.Decoders;

/// <summary>Joins all tokens to one, for the decoders that follow.</summary>
internal sealed class FuseDecoder : IDecoder
{
    public List<string> Decode(List<string> tokens) => [string.Concat(tokens)];
}
