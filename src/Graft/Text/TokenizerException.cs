namespace Graft.Text;

/// <summary>A tokenizer's files are missing, broken or ask for something unknown, or a text cannot be encoded as asked.</summary>
public sealed class TokenizerException : GraftException
{
    /// <summary>Creates the error; see <see cref="GraftException"/>.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="path">The file concerned.</param>
    /// <param name="place">Where in the file.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="innerException">The error underneath.</param>
    public TokenizerException(
        string problem, string? path = null, string? place = null, string? remedy = null, Exception? innerException = null)
        : base(problem, path, place, remedy, innerException)
    {
    }
}
