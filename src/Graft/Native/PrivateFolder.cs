using System.Runtime.InteropServices;

namespace Graft.Native;

/// <summary>
/// A folder among temporary files that no other user can write to, the same for all of a user's processes. Where all users share the
/// folder of temporary files, anybody can make one of a known name first and put a library of theirs there.
/// </summary>
internal static unsafe partial class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Of <fcntl.h> and <linux/stat.h>; "struct statx" is laid out alike on all processors.
    private const int CurrentFolder = -100, LinksThemselves = 0x100, BasicFields = 0x7ff, StructBytes = 256, OwnerAt = 20, ModeAt = 28;
    private const int KindMask = 0xF000, FolderKind = 0x4000, OthersMask = 0x3F;

    /// <summary>The user's folder; one of this process alone where the name is taken by something else.</summary>
    /// <param name="temporary">The folder of temporary files.</param>
    /// <returns>A path; where no folder can be made, nothing is there.</returns>
    public static string In(string temporary)
    {
        if (OperatingSystem.IsWindows())
        {
            // Users do not share their temporary files there.
            return Path.Combine(temporary, "graft");
        }

        string own = Path.Combine(temporary, $"graft-{UserId()}"), fresh = Path.Combine(temporary, $"graft-{Guid.NewGuid():n}");
        try
        {
            Directory.CreateDirectory(own, OwnerOnly);
            if (IsPrivate(own))
            {
                return own;
            }

            Directory.CreateDirectory(fresh, OwnerOnly);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            System.Diagnostics.Trace.TraceWarning($"No folder could be made in {temporary}: {error.Message}");
        }

        return fresh;
    }

    /// <summary>True for a folder, no link to one, that is this user's and closed to all others.</summary>
    internal static bool IsPrivate(string path)
    {
        byte* found = stackalloc byte[StructBytes];
        try
        {
            if (Stat(CurrentFolder, path, LinksThemselves, BasicFields, found) != 0)
            {
                return false;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // macOS.
            return false;
        }

        int mode = *(ushort*)(found + ModeAt);
        return *(uint*)(found + OwnerAt) == UserId() && (mode & KindMask) == FolderKind && (mode & OthersMask) == 0;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint UserId();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int folder, string path, int flags, uint fields, byte* found);
}
