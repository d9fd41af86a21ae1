namespace Graft.Tensors;

/// <summary>Passes at most a given number of bytes on to another stream and counts what more was written.</summary>
internal sealed class BoundedStream(Stream inner, long length) : Stream
{
    private long written;

    /// <summary>Bytes written beyond the length; negative if some are still missing.</summary>
    public long Excess => written - length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer[..(int)Math.Min(buffer.Length, Math.Max(length - written, 0))]);
        written += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
