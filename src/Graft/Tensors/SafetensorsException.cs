namespace Graft.Tensors;

/// <summary>A safetensors file that is damaged, dishonest or asked for something it does not hold.</summary>
public class SafetensorsException : GraftException
{
    /// <summary>Creates the error; see <see cref="GraftException"/> for the parts.</summary>
    /// <param name="problem">What is wrong, in one sentence.</param>
    /// <param name="path">The file concerned.</param>
    /// <param name="place">Where in the file: "header", "tensor 'x'".</param>
    /// <param name="remedy">What the user can do about it.</param>
    /// <param name="innerException">The error underneath, if there is one.</param>
    public SafetensorsException(
        string problem, string? path = null, string? place = null, string? remedy = null, Exception? innerException = null)
        : base(problem, path, place, remedy, innerException)
    {
    }
}
