using System.Text.Json;

namespace Graft.Text.Files;

/// <summary>Values that tokenizer_config.json tells in roundabout ways.</summary>
internal static class SettingsValues
{
    // "No limit" is written as 10^30, which becomes a number of many digits, or as 2^31 - 1 and the like.
    private const double NoLimit = 1_000_000_000;

    private static readonly string[] ClassesWithoutTypeIds =
        ["RobertaTokenizer", "XLMRobertaTokenizer", "GPT2Tokenizer", "DistilBertTokenizer", "CamembertTokenizer", TokenizerSettings.MpNetClass, "BartTokenizer"];

    /// <summary>model_max_length, or null where it says that there is no limit.</summary>
    public static int? MaxLength(PartDefinition config)
    {
        if (config.Find("model_max_length") is not { } json)
        {
            return null;
        }

        if (json.ValueKind != JsonValueKind.Number || !json.TryGetDouble(out double value) || value < 1)
        {
            throw config.Error("a number of at least 1 is expected.", "model_max_length");
        }

        return value < NoLimit ? (int)value : null;
    }

    /// <summary>Whether the model takes token type ids: as the config says, else by class, else whether they can be other than 0.</summary>
    public static bool UsesTokenTypeIds(TokenizerSettings settings, EncodingBuilder builder)
    {
        if (settings.Config.Has("model_input_names"))
        {
            return settings.Config.List("model_input_names").Any(
                name => name.ValueKind == JsonValueKind.String && name.ValueEquals("token_type_ids"));
        }

        if (ClassesWithoutTypeIds.Contains(settings.Class))
        {
            return false;
        }

        foreach (TemplatePiece piece in builder.Template(pair: true))
        {
            if (piece.TypeId != 0)
            {
                return true;
            }
        }

        return false;
    }
}
