using System.Runtime.InteropServices;
using Graft.Native;

namespace Graft.Tests.Native;

[Collection(nameof(NativeHeapTests))]
[CollectionDefinition(nameof(NativeHeapTests), DisableParallelization = true)]
public sealed partial class NativeHeapTests
{
    // Threads other than the first have no room for more than 64 MB at once in heaps of their own.
    private const int LargeBytes = 48 << 20;

    [Fact]
    public unsafe void Large_memory_is_not_mapped_anew_while_somebody_keeps_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "asks glibc's own count");
        using (NativeHeap.KeepLarge())
        {
            IDisposable other = NativeHeap.KeepLarge();
            Assert.False(IsMapped());
            other.Dispose();
            other.Dispose();
            Assert.False(IsMapped());
        }

        static bool IsMapped()
        {
            nuint before = Info().MappedBytes;
            void* memory = NativeMemory.Alloc(LargeBytes);
            nuint after = Info().MappedBytes;
            NativeMemory.Free(memory);
            return after >= before + LargeBytes;
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallinfo2")]
    private static partial MallInfo Info();

    // "struct mallinfo2" of <malloc.h>.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MallInfo
    {
        private readonly nuint _arena, _freeChunks, _fastBins, _mappings;

        public readonly nuint MappedBytes;

        private readonly nuint _unused, _fastBytes, _usedBytes, _freeBytes, _trimmableBytes;
    }
}
