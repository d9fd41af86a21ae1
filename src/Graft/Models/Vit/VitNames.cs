namespace Graft.Models.Vit;

/// <summary>
/// The classic names of vision transformers' tensors, from those that newer versions of the public tools use in memory
/// and may write.
/// </summary>
internal static class VitNames
{
    private static readonly (string Newer, string Classic)[] Attention =
    [
        (".attention.q_proj.", ".attention.attention.query."),
        (".attention.k_proj.", ".attention.attention.key."),
        (".attention.v_proj.", ".attention.attention.value."),
        (".attention.o_proj.", ".attention.output.dense."),
    ];

    private static readonly (string Newer, string Classic)[] FeedForward =
    [
        (".mlp.fc1.", ".intermediate.dense."),
        (".mlp.fc2.", ".output.dense."),
    ];

    /// <summary>The name of a tensor of ViT, DeiT or BEiT.</summary>
    /// <param name="name">A name in a file, with the family's prefix or without.</param>
    /// <param name="prefix">The family's prefix: "vit.".</param>
    public static string Classic(string name, string prefix)
    {
        string start = name.StartsWith(prefix, StringComparison.Ordinal) ? prefix : "";
        string rest = name[start.Length..];
        return rest.StartsWith("layers.", StringComparison.Ordinal)
            ? Replace(ClassicAttention($"{start}encoder.layer.{rest["layers.".Length..]}"), FeedForward)
            : name;
    }

    /// <summary>The name of a tensor where only the attention's projections were renamed.</summary>
    public static string ClassicAttention(string name) => Replace(name, Attention);

    private static string Replace(string name, (string Newer, string Classic)[] pairs)
    {
        foreach ((string newer, string classic) in pairs)
        {
            name = name.Replace(newer, classic, StringComparison.Ordinal);
        }

        return name;
    }
}
