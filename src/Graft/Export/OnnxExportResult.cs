namespace Graft.Export;

/// <summary>What an export wrote.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Cases">How many batches were compared with the model's own logits.</param>
/// <param name="GreatestDifference">The greatest difference of a logit, at most <see cref="OnnxExport.Tolerance"/>.</param>
public sealed record OnnxExportResult(string Path, long Bytes, int Cases, double GreatestDifference);
