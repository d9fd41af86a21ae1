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
        int next = model.VocabularySize;
        foreach (AddedTokenEntry entry in blueprint.AddedTokens)
        {
            Add(entry);
        }

        // What stands only beside the tokenizer's own file comes after it, and counts as special where it is named as such.
        HashSet<string> special = [.. settings.SpecialTokens.Select(t => t.Content)];
        foreach (AddedTokenEntry entry in settings.Added.OrderBy(t => t.Id).Concat(settings.SpecialTokens))
        {
            Add(special.Contains(entry.Content) ? entry with { Special = true } : entry);
        }

        AddedVocabulary added = new(tokens, blueprint.Normalizer);
        CheckTemplate(blueprint.PostProcessor, Math.Max(model.VocabularySize, added.Size), folder);
        return new TokenizerPipeline(
            added, blueprint.Normalizer, blueprint.PreTokenizer, model, blueprint.PostProcessor, blueprint.Decoder);

        void Add(AddedTokenEntry entry)
        {
            if (entry.Content.Length == 0 || !contents.Add(entry.Content))
            {
                return;
            }

            // A token of the vocabulary keeps its id there, as in the public tools.
            int id = model.TokenToId(entry.Content) ?? entry.Id ?? next;
            string? other = model.IdToToken(id);
            if (!ids.TryAdd(id, entry.Content) || (other is not null && other != entry.Content))
            {
                throw new TokenizerException(
                    $"the id {id} has two tokens, '{(ids[id] == entry.Content ? other : ids[id])}' and '{entry.Content}'.",
                    folder, entry.Place ?? "added tokens");
            }

            next = Math.Max(next, id + 1);
            tokens.Add(entry.With(id));
        }
    }

    private static void CheckTemplate(PostProcessor? postProcessor, int size, string folder)
    {
        foreach (bool pair in new[] { false, true })
        {
            foreach (int id in postProcessor?.Template(pair).SelectMany(p => p.TokenIds) ?? [])
            {
                if (id >= size)
                {
                    throw new TokenizerException(
                        $"a special token has the id {id}, but the vocabulary has only {size}.", folder, "post_processor");
                }
            }
        }
    }
}
