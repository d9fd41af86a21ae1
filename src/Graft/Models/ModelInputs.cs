namespace Graft.Models;

/// <summary>One batch as a model reads it. Whoever makes it disposes it.</summary>
public abstract class ModelInputs : IDisposable
{
    /// <summary>Rows in the batch.</summary>
    public abstract int BatchSize { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
