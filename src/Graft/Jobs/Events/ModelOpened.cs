namespace Graft.Jobs.Events;

/// <summary>The pretrained model is open.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Family">Its family.</param>
/// <param name="Parameters">Numbers in it.</param>
/// <param name="New">Tensors that are drawn anew because the folder lacks them, by name.</param>
/// <param name="Dropped">Tensors of the folder's head that were dropped because of their size.</param>
/// <param name="Unused">Tensors of the folder that the model has no use for.</param>
public sealed record ModelOpened(
    string Folder, string Family, long Parameters, IReadOnlyList<string> New, IReadOnlyList<string> Dropped, IReadOnlyList<string> Unused) : JobEvent;
