using System.Text.Json;
using Graft.Testing;
using Graft.Training;

namespace Graft.ParityTests.Training;

public sealed class ScheduleGoldenTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Every_schedule_gives_the_golden_factors()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Fixture("models", "schedules.json")));
        int compared = 0;
        foreach (JsonElement item in json.RootElement.GetProperty("schedules").EnumerateArray())
        {
            double rate = item.GetProperty("base_lr").GetDouble();
            var schedule = new LearningRateSchedule(
                Options(item, rate), item.GetProperty("num_training_steps").GetInt32(), rate);
            int step = 0;
            foreach (JsonElement golden in item.GetProperty("multipliers").EnumerateArray())
            {
                double actual = schedule.Factor(step);
                Assert.True(Math.Abs(actual - golden.GetDouble()) <= Tolerance, $"{item.GetProperty("name")} {item.GetProperty("parameters")}, step {step}: {actual}, golden {golden}");
                step++;
                compared++;
            }
        }

        Assert.True(compared > 0);
    }

    [Fact]
    public void Warm_up_as_a_share_or_a_number_gives_the_golden_number_of_steps()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Fixture("models", "schedules.json")));
        JsonElement[] cases = [.. json.RootElement.GetProperty("warmup_steps").GetProperty("cases").EnumerateArray()];

        Assert.NotEmpty(cases);
        Assert.All(cases, item => Assert.Equal(
            item.GetProperty("steps").GetInt32(),
            LearningRateSchedule.StepsOf(item.GetProperty("warmup").GetDouble(), item.GetProperty("total").GetInt32())));
    }

    private static ScheduleOptions Options(JsonElement item, double rate)
    {
        var options = new ScheduleOptions
        {
            Kind = item.GetProperty("name").GetString() switch
            {
                "linear" => ScheduleKind.Linear,
                "cosine" => ScheduleKind.Cosine,
                "cosine_with_restarts" => ScheduleKind.CosineWithRestarts,
                "polynomial" => ScheduleKind.Polynomial,
                "constant" => ScheduleKind.Constant,
                "constant_with_warmup" => ScheduleKind.ConstantWithWarmup,
                "inverse_sqrt" => ScheduleKind.InverseSquareRoot,
                "cosine_with_min_lr" => ScheduleKind.CosineWithMinimum,
                "cosine_warmup_with_min_lr" => ScheduleKind.CosineWarmupWithMinimum,
                "warmup_stable_decay" => ScheduleKind.WarmupStableDecay,
                var name => throw new InvalidOperationException($"unknown schedule {name}"),
            },
            Warmup = item.GetProperty("num_warmup_steps").GetInt32(),
        };
        foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
        {
            JsonElement value = parameter.Value;
            options = parameter.Name switch
            {
                "num_cycles" => options with { Cycles = value.GetDouble() },
                "lr_end" => options with { EndShare = value.GetDouble() / rate },
                "power" => options with { Power = value.GetDouble() },
                "timescale" => options with { TimescaleSteps = value.GetDouble() },
                "min_lr" => options with { MinimumShare = value.GetDouble() / rate },
                "min_lr_rate" or "min_lr_ratio" => options with { MinimumShare = value.GetDouble() },
                "warmup_lr_rate" => options with { WarmupStartShare = value.GetDouble() },
                "num_decay_steps" => options with { DecaySteps = value.GetInt32() },
                "num_stable_steps" => options with { StableSteps = value.GetInt32() },
                "decay_type" => options with { DecayShape = Shape(value) },
                "warmup_type" => options with { WarmupShape = Shape(value) },
                _ => throw new InvalidOperationException($"unknown parameter {parameter.Name}"),
            };
        }

        return options;
    }

    private static RampShape Shape(JsonElement value) => value.GetString() switch
    {
        "linear" => RampShape.Linear,
        "cosine" => RampShape.Cosine,
        "1-sqrt" => RampShape.OneMinusSquareRoot,
        var name => throw new InvalidOperationException($"unknown shape {name}"),
    };
}
