namespace Graft.Tensors;

/// <summary>What the system says about free space, and which of its errors mean that there is none left.</summary>
internal static class DiskSpace
{
    private const int UnixNoSpace = 28;              // ENOSPC
    private const int LinuxQuota = 122;              // EDQUOT
    private const int MacQuota = 69;                 // EDQUOT
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Bytes that the current user may still write below a folder; null where the system does not say.</summary>
    public static long? Available(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            return drive.TotalSize > 0 ? drive.AvailableFreeSpace : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether an error says that the disk or the user's quota is full.</summary>
    public static bool IsExhaustedBy(IOException error) => error.HResult switch
    {
        WindowsDiskFull or WindowsHandleDiskFull => true,
        UnixNoSpace => !OperatingSystem.IsWindows(),
        LinuxQuota => OperatingSystem.IsLinux(),
        MacQuota => OperatingSystem.IsMacOS(),
        _ => false,
    };
}
