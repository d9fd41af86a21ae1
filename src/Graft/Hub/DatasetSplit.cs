namespace Graft.Hub;

/// <summary>The files of one split of one configuration of a dataset.</summary>
/// <param name="Configuration">The configuration; "default" where there is one only, without a name.</param>
/// <param name="Name">"train", "test", "validation_matched", …</param>
/// <param name="Files">The files, in order.</param>
internal sealed record DatasetSplit(string Configuration, string Name, IReadOnlyList<string> Files);
