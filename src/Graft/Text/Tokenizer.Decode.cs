using Graft.Text.Decoders;
using Graft.Text.Models;

namespace Graft.Text;

public sealed partial class Tokenizer
{
    /// <summary>Turns ids back into text. Ids that the vocabulary does not have are left out.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="options">How; by default special tokens are kept.</param>
    public string Decode(ReadOnlySpan<int> ids, DecodeOptions? options = null)
    {
        List<string> tokens = new(ids.Length);
        foreach (int id in ids)
        {
            if (IdToToken(id) is { } token && !(options is { SkipSpecialTokens: true } && _pipeline.Added.IsSpecial(token)))
            {
                tokens.Add(token);
            }
        }

        string text = _pipeline.Decoder is null ? string.Join(' ', tokens) : string.Concat(_pipeline.Decoder.Decode(tokens));
        return (options?.CleanUpSpaces ?? _cleansUp) && _pipeline.Model is not BytePairModel ? SpaceCleanUp.Apply(text) : text;
    }
}
