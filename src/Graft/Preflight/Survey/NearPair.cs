namespace Graft.Preflight.Survey;

/// <summary>Two groups of rows with nearly the same content.</summary>
/// <param name="First">The group that comes first.</param>
/// <param name="Second">The other.</param>
/// <param name="Similarity">How alike they are, up to 1.</param>
internal readonly record struct NearPair(int First, int Second, double Similarity);
