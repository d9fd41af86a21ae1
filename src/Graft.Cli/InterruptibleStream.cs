namespace Graft.Cli;

/// <summary>A stream that is read until someone stops it, even while it waits for more: a terminal, or the end of a pipe.</summary>
/// <param name="inner">The stream; it stays open where a read of it never ends.</param>
/// <param name="cancellation">Ends a read that waits.</param>
internal sealed class InterruptibleStream(Stream inner, CancellationToken cancellation) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        // The read itself cannot be ended from without: where it waits, it is left behind on its thread.
        return Task.Run(() => inner.Read(buffer, offset, count), CancellationToken.None).WaitAsync(cancellation).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
