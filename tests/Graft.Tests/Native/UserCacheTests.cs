using System.Runtime.Versioning;
using Graft.Native;

namespace Graft.Tests.Native;

public sealed class UserCacheTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_lies_where_the_user_says_then_at_home()
    {
        Assert.Equal(Path.Combine("there", "graft", "native"), UserCache.Folder("native", "there", "home"));
        Assert.Equal(Path.Combine("home", ".cache", "graft", "native"), UserCache.Folder("native", "", "home"));
    }

    [Fact]
    public void Without_a_home_it_is_a_folder_that_no_other_user_can_write_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "owners and modes of folders are those of Linux");
        string part = UserCache.Folder("native", null, "", _folder.Path);

        Assert.Equal(part, UserCache.Folder("native", null, "", _folder.Path));
        Assert.StartsWith(_folder.Path, part, StringComparison.Ordinal);
        Assert.NotEqual(_folder.At("graft/native"), part);
        Assert.True(PrivateFolder.IsPrivate(Path.GetDirectoryName(part)!));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void A_user_has_one_private_folder_among_temporary_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "owners and modes of folders are those of Linux");
        string folder = PrivateFolder.In(_folder.Path);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder));
        Assert.Equal(folder, PrivateFolder.In(_folder.Path));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void A_folder_that_is_open_to_others_or_a_link_is_not_taken()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "owners and modes of folders are those of Linux");
        string folder = PrivateFolder.In(_folder.Path);
        File.SetUnixFileMode(folder, OwnerOnly | UnixFileMode.OtherWrite);
        Check();

        Directory.Delete(folder);
        Directory.CreateSymbolicLink(folder, Directory.CreateDirectory(_folder.At("elsewhere"), OwnerOnly).FullName);
        Check();

        File.Delete(folder);
        File.WriteAllText(folder, "");
        Check();

        void Check()
        {
            string other = PrivateFolder.In(_folder.Path);
            Assert.NotEqual(folder, other);
            Assert.True(!Directory.Exists(other) || PrivateFolder.IsPrivate(other));
        }
    }

    [Fact]
    public void Folders_of_others_and_missing_ones_are_not_private()
    {
        Assert.False(PrivateFolder.IsPrivate(_folder.At("missing")));
        Assert.False(PrivateFolder.IsPrivate("/proc/self/.."));
    }

    [Fact]
    public void Where_no_folder_can_be_made_the_path_leads_nowhere()
    {
        string file = _folder.Write("file", "");

        Assert.False(Directory.Exists(PrivateFolder.In(file)));
    }
}
