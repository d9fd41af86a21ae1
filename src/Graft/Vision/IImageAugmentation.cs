namespace Graft.Vision;

/// <summary>
/// A random change of a training picture. All randomness comes from the seed: the same picture and seed give
/// the same result on every machine and thread, so a resumed run repeats what an uninterrupted one does.
/// </summary>
public interface IImageAugmentation
{
    /// <summary>Changes a picture.</summary>
    /// <param name="image">The picture; it is not altered.</param>
    /// <param name="seed">Where all randomness comes from: mix run seed, epoch and row into it.</param>
    /// <returns>A new picture, or the same object where nothing changes.</returns>
    RgbImage Apply(RgbImage image, ulong seed);
}
