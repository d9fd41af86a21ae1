using Graft.Models;

namespace Graft.Export;

/// <summary>A batch on which an exported file is compared with the model.</summary>
/// <param name="Name">What it is, for errors.</param>
/// <param name="CreateInputs">Makes the batch.</param>
internal sealed record ExportCase(string Name, Func<ModelInputs> CreateInputs);
