using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Cli.Output;

/// <summary>Writes an enum's values in snake case.</summary>
internal sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
