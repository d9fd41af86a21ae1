namespace Graft.Hub;

/// <summary>What kind of thing went wrong with the hub.</summary>
public enum HubFailure
{
    /// <summary>A name of a repository, revision or file is not one, or is not safe as a path.</summary>
    BadName,

    /// <summary>There is no such repository, or the token may not see it.</summary>
    RepositoryNotFound,

    /// <summary>The repository has no such branch, tag or commit.</summary>
    RevisionNotFound,

    /// <summary>The revision has no such file.</summary>
    FileNotFound,

    /// <summary>The repository's terms must be accepted first, or the token is missing or wrong.</summary>
    NotAllowed,

    /// <summary>Offline mode, and the files are not all in the cache.</summary>
    Offline,

    /// <summary>No answer: no network, no such host, or too slow.</summary>
    Unreachable,

    /// <summary>The hub answered with an error, or with something that is no answer of a hub.</summary>
    BadAnswer,

    /// <summary>What was downloaded is not what the hub announced.</summary>
    Damaged,

    /// <summary>The repository holds nothing that Graft can use.</summary>
    NotUsable,

    /// <summary>The cache folder cannot be written to, or the disk is full.</summary>
    Disk,
}
