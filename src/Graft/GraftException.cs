namespace Graft;

/// <summary>
/// Root of all errors that Graft throws on purpose: something the user can act on, said in words
/// that name the place and the remedy. Any other exception that escapes is a defect of Graft.
/// </summary>
public class GraftException : Exception
{
    /// <summary>Creates the error from what went wrong, where, and what to do about it.</summary>
    /// <param name="problem">What is wrong, in one sentence that names the values concerned.</param>
    /// <param name="path">The file or folder concerned, if there is one.</param>
    /// <param name="place">Where in the file: "line 12", "tensor 'x'", "byte 77".</param>
    /// <param name="remedy">What the user can do about it, in one sentence.</param>
    /// <param name="innerException">The error underneath, if there is one.</param>
    public GraftException(
        string problem, string? path = null, string? place = null, string? remedy = null, Exception? innerException = null)
        : base(Compose(problem, path, place, remedy), innerException)
    {
        Problem = problem;
        Path = path;
        Place = place;
        Remedy = remedy;
    }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>The file or folder concerned, or null.</summary>
    public string? Path { get; }

    /// <summary>Where in the file, or null.</summary>
    public string? Place { get; }

    /// <summary>What to do about it, or null.</summary>
    public string? Remedy { get; }

    private static string Compose(string problem, string? path, string? place, string? remedy)
    {
        string where = (path, place) switch
        {
            (null, null) => "",
            (null, _) => $"{place}: ",
            (_, null) => $"{path}: ",
            _ => $"{path}, {place}: ",
        };
        return remedy is null ? where + problem : $"{where}{problem} {remedy}";
    }
}
