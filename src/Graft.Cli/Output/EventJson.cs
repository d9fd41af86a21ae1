using System.Text.Json.Serialization;
using Graft.Jobs.Events;
using Graft.Models;

namespace Graft.Cli.Output;

/// <summary>The events' JSON, made at build time so that a start costs nothing.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(FiniteNumberConverter), typeof(SnakeCaseEnumConverter<InputKind>)])]
[JsonSerializable(typeof(JobEvent))]
internal sealed partial class EventJson : JsonSerializerContext;
