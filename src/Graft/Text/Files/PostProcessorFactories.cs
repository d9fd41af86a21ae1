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
        parts.RegisterPostProcessor("RobertaProcessing", d => Roberta(
            SpecialToken(d, "cls"), SpecialToken(d, "sep"), d.Boolean("trim_offsets", true), d.Boolean("add_prefix_space", true)));
        parts.RegisterPostProcessor("ByteLevel", d => new ByteLevelPostProcessor(
            d.Boolean("trim_offsets", true), d.Boolean("add_prefix_space", true)));
        parts.RegisterPostProcessor("Sequence", Sequence);
    }

    /// <summary>[CLS] A [SEP] and [CLS] A [SEP] B [SEP], with type ids 0 and 1.</summary>
    public static TemplatePostProcessor Bert(int cls, int sep)
    {
        TemplatePiece[] single = [TemplatePiece.Special(cls, 0), TemplatePiece.Text(0, 0), TemplatePiece.Special(sep, 0)];
        return new TemplatePostProcessor(single, [.. single, TemplatePiece.Text(1, 1), TemplatePiece.Special(sep, 1)]);
    }

    /// <summary>&lt;s&gt; A &lt;/s&gt; and &lt;s&gt; A &lt;/s&gt;&lt;/s&gt; B &lt;/s&gt;, with type ids 0 and 1.</summary>
    public static TemplatePostProcessor MpNet(int cls, int sep)
    {
        TemplatePiece[] single = [TemplatePiece.Special(cls, 0), TemplatePiece.Text(0, 0), TemplatePiece.Special(sep, 0)];
        return new TemplatePostProcessor(single, [.. single, TemplatePiece.Special(sep, 0), TemplatePiece.Text(1, 1), TemplatePiece.Special(sep, 1)]);
    }

    /// <summary>&lt;s&gt; A &lt;/s&gt; and &lt;s&gt; A &lt;/s&gt;&lt;/s&gt; B &lt;/s&gt;, all of type 0.</summary>
    public static PostProcessor Roberta(int cls, int sep, bool trims, bool addsPrefixSpace)
    {
        TemplatePiece[] single = [TemplatePiece.Special(cls, 0), TemplatePiece.Text(0, 0), TemplatePiece.Special(sep, 0)];
        TemplatePiece[] pair = [.. single, TemplatePiece.Special(sep, 0), TemplatePiece.Text(1, 0), TemplatePiece.Special(sep, 0)];
        TemplatePostProcessor template = new(single, pair);
        return new SequencePostProcessor([new ByteLevelPostProcessor(trims, addsPrefixSpace), template], template);
    }

    private static SequencePostProcessor Sequence(PartDefinition d)
    {
        PostProcessor[] steps = [.. d.Definitions("processors").Select(d.Parts.PostProcessor)];
        PostProcessor[] templates = [.. steps.Where(s => s.Template(false).Any(p => p.Sequence < 0))];
        return templates.Length <= 1 && steps.Length > 0
            ? new SequencePostProcessor(steps, templates.FirstOrDefault() ?? steps[^1])
            : throw d.Error($"one of the processors may add tokens, not {templates.Length} of {steps.Length}.", "processors");
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
                pieces.Add(TemplatePiece.Text(index, sequence.Integer("type_id")) with { OverflowTypeId = index });
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
