using System.Text.Json;
using Graft.Vision.Processing;

namespace Graft.Vision;

/// <summary>
/// Image processors of your own, by the name that preprocessor_config.json has in "image_processor_type":
/// <code>
/// ImageProcessorKinds kinds = new();
/// kinds.Register("GreyImageProcessor", settings => new GreyImageProcessor(settings.GetProperty("size").GetInt32()));
/// IImageProcessor processor = kinds.Load(folder);
/// </code>
/// What is not registered is opened as <see cref="ImageProcessor"/>.
/// </summary>
public sealed class ImageProcessorKinds
{
    private readonly Dictionary<string, Func<JsonElement, IImageProcessor>> _factories = new(StringComparer.Ordinal);

    /// <summary>Adds or replaces a kind.</summary>
    /// <param name="type">"image_processor_type" in the file.</param>
    /// <param name="factory">Makes the processor from the file's object; it throws a <see cref="GraftException"/> where a setting is wrong.</param>
    public void Register(string type, Func<JsonElement, IImageProcessor> factory) => _factories[type] = factory;

    /// <summary>Opens the processor of a model's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="GraftException">The settings are missing, make no sense, or name a kind that is not known.</exception>
    public IImageProcessor Load(string folder)
    {
        string path = Path.Combine(folder, ImageProcessor.FileName);
        if (_factories.Count > 0 && File.Exists(path))
        {
            using JsonDocument document = ImageProcessorReader.Open(path);
            string? type = new SettingsObject(document.RootElement, path).Text("image_processor_type");
            if (type is not null && _factories.TryGetValue(type, out Func<JsonElement, IImageProcessor>? factory))
            {
                return factory(document.RootElement.Clone())
                    ?? throw new GraftException($"The factory of the image processor '{type}' made nothing.", path);
            }
        }

        return ImageProcessor.Load(folder);
    }
}
