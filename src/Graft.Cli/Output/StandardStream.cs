namespace Graft.Cli.Output;

/// <summary>A stream of the process that is written until it fails: then that is told, and what comes after it is dropped.</summary>
/// <param name="open">Opens the stream, at the first byte.</param>
/// <param name="fail">Told of the failure.</param>
internal sealed class StandardStream(Func<Stream> open, Action<Exception> fail) : Stream
{
    private Stream? _inner;
    private bool _hasFailed;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_hasFailed)
        {
            return;
        }

        try
        {
            (_inner ??= open()).Write(buffer);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _hasFailed = true;
            fail(error);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // The system's streams keep nothing back.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
