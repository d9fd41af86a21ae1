namespace Graft.Models;

/// <summary>Entries of config.json that families share, with the checks that belong to them.</summary>
internal static class SharedConfigEntries
{
    /// <summary>The number of attention heads, a divisor of the hidden size.</summary>
    /// <exception cref="ModelException">It does not divide the hidden size.</exception>
    public static int Heads(this ModelConfigFile file, string name, int fallback, int hiddenSize)
    {
        int heads = file.Int(name, fallback);
        return hiddenSize % heads == 0
            ? heads
            : throw file.Wrong(name, $"The hidden size ({hiddenSize}) is not divisible by the heads ({heads}).");
    }

    /// <summary>The side of a patch in pixels, at most that of the image.</summary>
    /// <exception cref="ModelException">It is larger than the image.</exception>
    public static int PatchSize(this ModelConfigFile file, int fallback, int imageSize)
    {
        int side = file.Int("patch_size", fallback);
        return side <= imageSize
            ? side
            : throw file.Wrong("patch_size", $"A patch ({side} pixels) is larger than the image ({imageSize}).");
    }

    /// <summary>The padding token's id, a row of the word table.</summary>
    /// <exception cref="ModelException">It is not below the size of the vocabulary.</exception>
    public static int PaddingId(this ModelConfigFile file, int fallback, int vocabularySize)
    {
        int id = file.Int("pad_token_id", fallback, least: 0);
        return id < vocabularySize
            ? id
            : throw file.Wrong("pad_token_id", $"The padding token's id ({id}) is not below the size of the vocabulary ({vocabularySize}).");
    }

    /// <summary>Refuses a value other than the one that is supported.</summary>
    /// <exception cref="ModelException">The entry has another value.</exception>
    public static void RequireText(this ModelConfigFile file, string name, string supported)
    {
        if (file.Text(name, supported) is var text && text != supported)
        {
            throw file.Wrong(name, $"\"{text}\" is not supported, only \"{supported}\".");
        }
    }

    /// <summary>Refuses a model that is asked to be a decoder or to attend to another one's states.</summary>
    /// <exception cref="ModelException">"is_decoder" or "add_cross_attention" is true.</exception>
    public static void RequireEncoder(this ModelConfigFile file)
    {
        foreach (string name in (string[])["is_decoder", "add_cross_attention"])
        {
            if (file.Flag(name, false))
            {
                throw file.Wrong(name, "Decoders of this family are not supported, only encoders.");
            }
        }
    }
}
