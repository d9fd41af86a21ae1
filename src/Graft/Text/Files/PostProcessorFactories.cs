using System.Text.Json;
using Graft.Text.PostProcessors;

namespace Graft.Text.Files;

/// <summary>The post-processors that tokenizer.json may name.</summary>
internal static class PostProcessorFactories
{
    public static void Register(TokenizerParts parts)
    {
        parts.RegisterPostProcessor("TemplateProcessing", d => new TemplatePostProcessor(Template(d, "single"), Template(d, "pair")));
        parts.RegisterPostProcessor("BertProcessing", d =>
        {
            int sep = SpecialToken(d, "sep"), cls = SpecialToken(d, "cls");
            return Bert(cls, sep);
        });
    }

    /// <summary>[CLS] A [SEP] and [CLS] A [SEP] B [SEP], with type ids 0 and 1.</summary>
    public static TemplatePostProcessor Bert(int cls, int sep)
    {
        TemplatePiece[] single = [TemplatePiece.Special(cls, 0), TemplatePiece.Text(0, 0), TemplatePiece.Special(sep, 0)];
        return new TemplatePostProcessor(single, [.. single, TemplatePiece.Text(1, 1), TemplatePiece.Special(sep, 1)]);
    }

    private static int SpecialToken(PartDefinition definition, string name)
    {
        JsonElement[] pair = [.. definition.List(name)];
        return pair is [{ ValueKind: JsonValueKind.String }, { ValueKind: JsonValueKind.Number } id] && id.TryGetInt32(out int value) && value >= 0
            ? value
            : throw definition.Error("a token and its id are expected.", name);
    }

    private static List<TemplatePiece> Template(PartDefinition definition, string name)
    {
        PartDefinition? specialTokens = definition.Definition("special_tokens");
        List<TemplatePiece> pieces = [];
        foreach (PartDefinition piece in definition.Definitions(name))
        {
            if (piece.Definition("Sequence") is { } sequence)
            {
                int index = sequence.String("id") switch
                {
                    "A" => 0,
                    "B" when name == "pair" => 1,
                    string other => throw sequence.Error($"the sequence '{other}' is unknown here.", "id"),
                };
                pieces.Add(TemplatePiece.Text(index, sequence.Integer("type_id")));
                continue;
            }

            PartDefinition special = piece.Definition("SpecialToken") ?? throw piece.Error("is neither Sequence nor SpecialToken.");
            string token = special.String("id");
            PartDefinition ids = specialTokens?.Definition(token)
                ?? throw special.Error($"the token '{token}' is not among the special_tokens.", "id");
            pieces.Add(new TemplatePiece(-1, special.Integer("type_id"), [.. ids.List("ids").Select(
                id => id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out int value) && value >= 0
                    ? value
                    : throw ids.Error("whole numbers are expected.", "ids"))]));
        }

        return pieces;
    }
}
