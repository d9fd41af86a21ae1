using Graft.Models;

namespace Graft.Jobs;

/// <summary>The pretrained trunks that come with the program.</summary>
internal static class ShippedModels
{
    private const string TextModel = "minilm-l6-h384-uncased";
    private const string ImageModel = "efficientnet-lite0";

    /// <summary>The folder of the default trunk.</summary>
    /// <exception cref="JobException">The program was installed without it.</exception>
    public static string FolderFor(InputKind inputs)
    {
        string name = inputs == InputKind.Image ? ImageModel : TextModel;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "models", name);
            if (File.Exists(Path.Combine(candidate, "config.json")))
            {
                return candidate;
            }
        }

        throw new JobException($"The shipped model {name} was not found in a models folder beside or above the program.",
            AppContext.BaseDirectory, remedy: "Name a model folder with --model.");
    }
}
