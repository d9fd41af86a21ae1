namespace Graft.Hub;

/// <summary>Something that cannot be had from the hub or its cache: the message names the repository, the file and the remedy.</summary>
public sealed class HubException : GraftException
{
    /// <summary>Creates the error.</summary>
    /// <param name="failure">What kind of thing went wrong.</param>
    /// <param name="problem">What is wrong, in a sentence.</param>
    /// <param name="path">The repository, file or address.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="innerException">The error underneath, if there is one.</param>
    public HubException(HubFailure failure, string problem, string? path = null, string? remedy = null, Exception? innerException = null)
        : base(problem, path, place: null, remedy, innerException) => Failure = failure;

    /// <summary>What kind of thing went wrong.</summary>
    public HubFailure Failure { get; }
}
