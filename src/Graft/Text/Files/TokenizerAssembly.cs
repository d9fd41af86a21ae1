namespace Graft.Text.Files;

/// <summary>Puts the parts of a tokenizer together with the special tokens that its settings name.</summary>
internal static class TokenizerAssembly
{
    /// <summary>Gives every added token its id, and builds the pipeline.</summary>
    /// <exception cref="TokenizerException">Two tokens share an id.</exception>
    public static TokenizerPipeline Assemble(TokenizerBlueprint blueprint, TokenizerSettings settings, string folder)
    {
        ITokenModel model = blueprint.Model;
        List<AddedToken> tokens = [];
        HashSet<string> contents = new(StringComparer.Ordinal);
        Dictionary<int, string> ids = [];
        IEnumerable<AddedTokenEntry> entries = blueprint.AddedTokens
            .Concat(settings.Added.OrderBy(t => t.Id))
            .Concat(settings.SpecialTokens);
        int next = model.VocabularySize;
        foreach (AddedTokenEntry entry in entries)
        {
            if (entry.Content.Length == 0 || !contents.Add(entry.Content))
            {
                continue;
            }

            // A token of the vocabulary keeps its id there, as in the public tools.
            int id = model.TokenToId(entry.Content) ?? entry.Id ?? next;
            if (!ids.TryAdd(id, entry.Content) || (model.IdToToken(id) is { } other && other != entry.Content))
            {
                throw new TokenizerException(
                    $"the id {id} has two tokens, '{(ids[id] == entry.Content ? model.IdToToken(id) : ids[id])}' and '{entry.Content}'.",
                    folder, entry.Place ?? "added tokens");
            }

            next = Math.Max(next, id + 1);
            tokens.Add(entry.With(id));
        }

        // Special tokens may be named as such only beside the tokenizer's own file.
        HashSet<string> special = [.. settings.SpecialTokens.Select(t => t.Content)];
        return new TokenizerPipeline(
            new AddedVocabulary([.. tokens.Select(t => special.Contains(t.Content) ? t with { Special = true } : t)], blueprint.Normalizer),
            blueprint.Normalizer, blueprint.PreTokenizer, model, blueprint.PostProcessor, blueprint.Decoder);
    }
}
