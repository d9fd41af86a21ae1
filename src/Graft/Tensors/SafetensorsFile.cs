using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace Graft.Tensors;

/// <summary>
/// A safetensors file, opened for reading: the header is checked whole, the data are mapped into memory and read only when
/// asked for. The file must not be changed in place while it is open (replacing it by a rename is safe).
/// Reading from several threads at once is safe; disposing while another thread reads is not.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private const int PrefixBytes = sizeof(long);

    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly SafetensorsHeader header;
    private readonly byte* data;
    private bool isDisposed;

    private SafetensorsFile(string path, MemoryMappedFile map, long fileLength, DateTime lastWrite)
    {
        Path = path;
        Length = fileLength;
        LastWrite = lastWrite;
        this.map = map;
        view = map.CreateViewAccessor(0, fileLength, MemoryMappedFileAccess.Read);
        byte* start = null;
        try
        {
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            start += view.PointerOffset;
            int headerLength = CheckHeaderLength(new ReadOnlySpan<byte>(start, PrefixBytes), fileLength, path);
            DataStart = PrefixBytes + headerLength;
            data = start + DataStart;
            header = SafetensorsHeader.Parse(
                new ReadOnlySpan<byte>(start + PrefixBytes, headerLength), fileLength - DataStart, path);
        }
        catch
        {
            Close(start is not null);
            throw;
        }
    }

    /// <summary>The file's path, as given to <see cref="Open"/>.</summary>
    public string Path { get; }

    /// <summary>All tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries => header.Entries;

    /// <summary>The strings that the file says about itself, such as "format": "pt"; empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Bytes of the file.</summary>
    internal long Length { get; }

    /// <summary>When the file that was opened, whatever has the path by now, was last written (UTC).</summary>
    internal DateTime LastWrite { get; }

    /// <summary>Bytes before the first tensor's, to which the offsets of <see cref="Entries"/> are added for places in the file.</summary>
    internal long DataStart { get; }

    /// <summary>Opens a file and checks its header whole; no tensor is read yet.</summary>
    /// <param name="path">The file to open.</param>
    /// <exception cref="SafetensorsException">The file is missing, unreadable or breaks a rule of the format.</exception>
    public static SafetensorsFile Open(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            if (stream.Length < PrefixBytes)
            {
                throw new SafetensorsException(
                    $"The file has {stream.Length} bytes; a safetensors file has at least {PrefixBytes}.", path, null, "Fetch it again.");
            }

            var map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return new SafetensorsFile(path, map, stream.Length, File.GetLastWriteTimeUtc(stream.SafeFileHandle));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SafetensorsException("The file cannot be opened.", path, null, error.Message, error);
        }
    }

    /// <summary>The entry of a tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="SafetensorsException">There is no such tensor.</exception>
    public TensorEntry Entry(string name) => header.Entries.TryGetValue(name, out TensorEntry? entry)
        ? entry
        : throw new SafetensorsException("The file holds no such tensor.", Path, $"tensor {Quoted.Name(name)}");

    /// <summary>The bytes of a tensor in the mapped file: little-endian, row-major, not necessarily aligned. Do not use after disposing.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="SafetensorsException">There is no such tensor, or it has more than 2,147,483,647 bytes.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        TensorEntry entry = Entry(name);
        return entry.ByteCount <= int.MaxValue
            ? Slice(entry, 0, (int)entry.ByteCount)
            : throw new SafetensorsException(
                $"The tensor has {entry.ByteCount:N0} bytes, more than one span can hold.", Path, $"tensor {Quoted.Name(name)}",
                "Read its numbers with CopyTo instead.");
    }

    /// <summary>All numbers of a tensor as 32-bit floats; integers and truth values are converted, 64-bit floats rounded.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>The numbers in row-major order.</returns>
    /// <exception cref="SafetensorsException">There is no such tensor, or it is too large for one array.</exception>
    public float[] ReadFloats(string name)
    {
        float[] numbers = GC.AllocateUninitializedArray<float>(ArrayLength(Entry(name)));
        CopyTo(name, numbers);
        return numbers;
    }

    /// <summary>All numbers of an integer or truth-value tensor as 64-bit integers.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>The numbers in row-major order.</returns>
    /// <exception cref="SafetensorsException">There is no such tensor, it holds floats, a number exceeds 63 bits, or it is too large for one array.</exception>
    public long[] ReadInt64s(string name)
    {
        TensorEntry entry = Entry(name);
        if (entry.Format.IsFloat())
        {
            throw new SafetensorsException($"The tensor holds {entry.Format.FileName()} numbers, not integers.", Path, $"tensor {Quoted.Name(name)}");
        }

        long[] numbers = GC.AllocateUninitializedArray<long>(ArrayLength(entry));
        foreach (ElementRange range in ElementRange.Split(entry.Count))
        {
            if (!NumberReader.ToInt64s(Slice(entry, range), entry.Format, numbers.AsSpan((int)range.Start, range.Count)))
            {
                throw new SafetensorsException("A number exceeds 2^63 - 1.", Path, $"tensor {Quoted.Name(name)}");
            }
        }

        return numbers;
    }

    /// <summary>Copies all numbers of a tensor as 32-bit floats into memory of the caller.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="destination">As many floats as the tensor has numbers.</param>
    /// <exception cref="SafetensorsException">There is no such tensor, or the destination's length differs from its count.</exception>
    public void CopyTo(string name, Span<float> destination)
    {
        TensorEntry entry = Entry(name);
        if (entry.Count != destination.Length)
        {
            throw new SafetensorsException(
                $"The tensor has {entry.Count} numbers, but there is room for {destination.Length}.", Path, $"tensor {Quoted.Name(name)}");
        }

        foreach (ElementRange range in ElementRange.Split(entry.Count))
        {
            NumberReader.ToFloats(Slice(entry, range), entry.Format, destination.Slice((int)range.Start, range.Count));
        }
    }

    /// <summary>Unmaps the file.</summary>
    public void Dispose()
    {
        if (!isDisposed)
        {
            Close(releasePointer: true);
        }
    }

    /// <summary>The bytes of some numbers of a tensor, for tensors that exceed one span.</summary>
    internal ReadOnlySpan<byte> Slice(TensorEntry entry, ElementRange range) =>
        Slice(entry, range.Start * entry.Format.Size(), range.Count * entry.Format.Size());

    private ReadOnlySpan<byte> Slice(TensorEntry entry, long start, int length)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return new ReadOnlySpan<byte>(data + entry.Offset + start, length);
    }

    private static int CheckHeaderLength(ReadOnlySpan<byte> prefix, long fileLength, string path)
    {
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsHeader.MaxBytes)
        {
            string? remedy = prefix.SequenceEqual("version "u8)
                ? "It looks like a git-lfs pointer: fetch the real file with 'git lfs pull'."
                : null;
            throw new SafetensorsException(
                $"The header claims {length:N0} bytes; at most {SafetensorsHeader.MaxBytes:N0} are allowed.", path, "header", remedy);
        }

        if ((long)length > fileLength - PrefixBytes)
        {
            throw new SafetensorsException(
                $"The header claims {length:N0} bytes, but only {fileLength - PrefixBytes:N0} follow.", path, "header",
                "The file seems to be cut short: fetch it again.");
        }

        return (int)length;
    }

    private int ArrayLength(TensorEntry entry) => entry.Count <= Array.MaxLength
        ? (int)entry.Count
        : throw new SafetensorsException(
            $"The tensor has {entry.Count:N0} numbers, more than one array can hold.", Path, $"tensor {Quoted.Name(entry.Name)}");

    private void Close(bool releasePointer)
    {
        isDisposed = true;
        if (releasePointer)
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        view.Dispose();
        map.Dispose();
    }
}
