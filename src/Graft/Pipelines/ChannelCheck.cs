using Graft.Models;

namespace Graft.Pipelines;

/// <summary>Whether a model takes images as they are decoded.</summary>
internal static class ChannelCheck
{
    private const int Decoded = 3;

    /// <summary>Refuses a model of images that are not red, green and blue.</summary>
    /// <exception cref="ModelException">The configuration names another number of channels.</exception>
    public static void Run(PretrainedClassifier classifier)
    {
        if (classifier.Config.Int("num_channels", Decoded) is var channels and not Decoded)
        {
            throw new ModelException(
                $"The model takes images of {channels} {(channels == 1 ? "channel" : "channels")}, but images are read with {Decoded}: red, green and blue.",
                classifier.Config.Path, "\"num_channels\"", "Use a model of colour images.");
        }
    }
}
