using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Graft.Tensors;

namespace Graft.Training;

/// <summary>Writes trainer_state.json as the public trainer has it, so that tools which draw its curves work.</summary>
internal static class TrainerStateFile
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        IndentSize = 2,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Write(string folder, TrainingState state, TrainingOptions options)
    {
        double epoch = state.Log.Count > 0 ? state.Log[^1].Epoch : 0;
        var json = new JsonObject
        {
            ["best_global_step"] = state.Best?.Step,
            ["best_metric"] = state.Best is { } best && best.Metrics.TryGetValue(options.BestMetric, out double value) ? (double?)value : null,
            ["best_model_checkpoint"] = state.BestCheckpoint,
            ["epoch"] = epoch,
            ["eval_steps"] = options.EvaluationSteps,
            ["global_step"] = state.GlobalStep,
            ["is_hyper_param_search"] = false,
            ["is_local_process_zero"] = true,
            ["is_world_process_zero"] = true,
            ["log_history"] = History(state),
            ["logging_steps"] = options.LoggingSteps,
            ["max_steps"] = int.Parse(state.Fingerprint["steps"], System.Globalization.CultureInfo.InvariantCulture),
            ["num_train_epochs"] = options.Epochs,
            ["save_steps"] = options.SavingSteps,
            ["train_batch_size"] = options.BatchSize,
        };
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(json, Layout);
        AtomicFile.Write(Path.Combine(folder, "trainer_state.json"), stream => stream.Write(bytes), bytes.Length);
    }

    private static JsonArray History(TrainingState state)
    {
        var training = state.Log.Select(entry => (entry.Step, Order: 0, Json: new JsonObject
        {
            ["epoch"] = entry.Epoch,
            ["grad_norm"] = entry.GradientNorm,
            ["learning_rate"] = entry.LearningRate,
            ["loss"] = entry.Loss,
            ["step"] = entry.Step,
        }));
        var evaluation = state.Evaluations.Select(record => (record.Step, Order: 1, Json: Describe(record)));
        return new JsonArray([.. training.Concat(evaluation).OrderBy(entry => entry.Step).ThenBy(entry => entry.Order).Select(entry => entry.Json)]);
    }

    private static JsonObject Describe(EvaluationRecord record)
    {
        var json = new JsonObject { ["epoch"] = record.Epoch };
        foreach ((string name, double value) in record.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            json[$"eval_{name}"] = value;
        }

        json["eval_runtime"] = record.Duration.TotalSeconds;
        json["step"] = record.Step;
        return json;
    }
}
