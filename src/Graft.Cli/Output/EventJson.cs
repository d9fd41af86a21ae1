using System.Text.Json.Serialization;
using Graft.Hub;
using Graft.Jobs;
using Graft.Jobs.Benchmarks;
using Graft.Jobs.Events;
using Graft.Jobs.Machine;
using Graft.Models;
using Graft.Preflight;
using Graft.Tensors;

namespace Graft.Cli.Output;

/// <summary>The events' JSON, made at build time so that a start costs nothing.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(FiniteNumberConverter), typeof(SnakeCaseEnumConverter<InputKind>), typeof(SnakeCaseEnumConverter<ProblemType>), typeof(SnakeCaseEnumConverter<DiagnosisState>), typeof(SnakeCaseEnumConverter<FindingSeverity>), typeof(SnakeCaseEnumConverter<RepoKind>), typeof(SnakeCaseEnumConverter<CheckpointState>), typeof(SnakeCaseEnumConverter<ComputeFormat>)])]
[JsonSerializable(typeof(JobEvent))]
[JsonSerializable(typeof(EvaluationResult))]
[JsonSerializable(typeof(ExportResult))]
[JsonSerializable(typeof(DataInspection))]
[JsonSerializable(typeof(ModelInspection))]
[JsonSerializable(typeof(Diagnosis))]
[JsonSerializable(typeof(DownloadResult))]
[JsonSerializable(typeof(PushResult))]
[JsonSerializable(typeof(HubCacheListing))]
[JsonSerializable(typeof(HubCacheCheck))]
[JsonSerializable(typeof(HubCachePruning))]
[JsonSerializable(typeof(CheckpointEntry))]
[JsonSerializable(typeof(BenchResult))]
internal sealed partial class EventJson : JsonSerializerContext;
