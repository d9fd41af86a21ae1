using System.Text.Json.Nodes;
using Graft.Cli.Tests;

namespace Graft.Campaigns.Kills;

/// <summary>A model and data that are trained and killed.</summary>
/// <param name="Name">"text" or "vit".</param>
/// <param name="Arguments">The arguments of `graft train`, without the output.</param>
internal sealed record KillCase(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>Steps of a run; a checkpoint every <see cref="SaveSteps"/>.</summary>
    public const int Steps = 60;

    /// <summary>Steps between checkpoints and evaluations.</summary>
    public const int SaveSteps = 5;

    /// <summary>The shipped text model on a few short texts, with the dropout it was made with.</summary>
    public static KillCase Text(string projectRoot, string work)
    {
        string data = Path.Combine(work, "reviews.csv");
        File.WriteAllText(data, SampleData.Reviews(72));
        return new KillCase("text", [data, "--model", Path.Combine(projectRoot, "models", "minilm-l6-h384-uncased"), .. Common]);
    }

    /// <summary>A ViT of one layer with dropout, on images that are flipped at random.</summary>
    public static KillCase Vit(string work)
    {
        string model = TinyModels.WriteVit(Path.Combine(work, "vit")), config = Path.Combine(model, "config.json");
        JsonNode json = JsonNode.Parse(File.ReadAllText(config))!;
        json["hidden_dropout_prob"] = 0.1;
        json["attention_probs_dropout_prob"] = 0.1;
        File.WriteAllText(config, json.ToJsonString());
        SampleData.WritePictures(Path.Combine(work, "pictures"), each: 36);
        return new KillCase("vit", [Path.Combine(work, "pictures"), "--model", model, "--augment", .. Common]);
    }

    private static IReadOnlyList<string> Common =>
        ["--max-steps", $"{Steps}", "--save-steps", $"{SaveSteps}", "--batch-size", "4", "--gradient-accumulation", "2", "--threads", "1", "--seed", "7"];
}
