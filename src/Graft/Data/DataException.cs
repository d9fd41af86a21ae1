namespace Graft.Data;

/// <summary>Data that cannot be read or used as asked: the message names the file, the place in it and the remedy.</summary>
public class DataException : GraftException
{
    /// <inheritdoc cref="GraftException(string, string?, string?, string?, Exception?)"/>
    public DataException(
        string problem, string? path = null, string? place = null, string? remedy = null, Exception? innerException = null)
        : base(problem, path, place, remedy, innerException)
    {
    }
}
