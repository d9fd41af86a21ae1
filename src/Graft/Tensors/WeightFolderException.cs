namespace Graft.Tensors;

/// <summary>A model folder without usable weights, or whose index of shards is wrong.</summary>
public class WeightFolderException : GraftException
{
    /// <summary>Creates the error; see <see cref="GraftException"/> for the parts.</summary>
    /// <param name="problem">What is wrong, in one sentence.</param>
    /// <param name="path">The folder or file concerned.</param>
    /// <param name="place">Where in it: "shard 'x'", "tensor 'y'".</param>
    /// <param name="remedy">What the user can do about it.</param>
    /// <param name="innerException">The error underneath, if there is one.</param>
    public WeightFolderException(
        string problem, string? path = null, string? place = null, string? remedy = null, Exception? innerException = null)
        : base(problem, path, place, remedy, innerException)
    {
    }
}
