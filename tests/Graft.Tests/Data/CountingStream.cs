namespace Graft.Tests.Data;

/// <summary>A file in memory that counts what is read of it: all other ways to read a memory stream that is derived from come here.</summary>
internal sealed class CountingStream(byte[] content) : MemoryStream(content, writable: false)
{
    /// <summary>Bytes read so far; those read twice count twice.</summary>
    public long BytesRead { get; private set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = base.Read(buffer, offset, count);
        BytesRead += read;
        return read;
    }
}
