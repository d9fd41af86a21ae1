namespace Graft.Hub;

/// <summary>Makes sure before a download that the disk has room for all of it.</summary>
internal static class FreeSpace
{
    /// <summary>Fails if the disk of a folder has less room than is needed; where the system does not say, nothing is refused.</summary>
    /// <param name="options">Tells the free space.</param>
    /// <param name="folder">The folder; it need not exist yet.</param>
    /// <param name="needed">Bytes.</param>
    /// <param name="what">What is downloaded: "the contents of 3 files".</param>
    /// <exception cref="HubException">There is too little room; the message says how much is needed and how much there is.</exception>
    public static void Require(HubOptions options, string folder, long needed, string what)
    {
        string? there = Path.GetFullPath(folder);
        while (there is not null && !Directory.Exists(there))
        {
            there = Path.GetDirectoryName(there);
        }

        if (there is not null && options.AvailableSpace(there) is { } free && free < needed)
        {
            throw new HubException(
                HubFailure.Disk, $"The disk has {free:N0} bytes left; {needed:N0} are needed for {what}.", folder,
                "Free some space (graft cache prune), or set HF_HUB_CACHE to another disk.");
        }
    }
}
