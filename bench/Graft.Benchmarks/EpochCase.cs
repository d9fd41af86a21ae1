using System.Diagnostics;
using Graft.Data;
using Graft.Data.Batching;
using Graft.Jobs.Benchmarks;
using Graft.Models;
using Graft.Tensors;
using Graft.Text;
using Graft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Benchmarks;

/// <summary>
/// Reviews a second of an epoch on IMDb with BERT-base's sizes, against a plain loop over the library's own layers in
/// the same process: no buckets, everything padded to 512 tokens, the library's dropout and optimizer, float32.
/// </summary>
internal static class EpochCase
{
    private const int Reviews = 1000, BatchSize = 4, MaxLength = 512, MeasuredBatches = 25, PlainSteps = 3;

    public static void Run()
    {
        Dataset reviews = Dataset.Load($"{Folders.Shared("data", "imdb", "plain_text")}[train[:{Reviews}]]", new DataOptions { Stratify = true, Seed = 42 });
        var source = new EncodedTexts(reviews, Tokenizer.Load(Folders.TextModel), MaxLength);
        (double ours, double tokens) = Ours(source);
        double plain = Plain();
        Console.WriteLine($"epoch, BERT-base, {Reviews} IMDb reviews: {ours:0.00} reviews a second over {MeasuredBatches} batches ({tokens:0} tokens a review, padding included)");
        Console.WriteLine($"epoch, a plain loop padded to {MaxLength}: {plain:0.00} reviews a second ({BatchSize / plain:0.00} s a step of {BatchSize}); Graft is {ours / plain:0.0} times as fast");
    }

    // Batches spread evenly over the plan of one epoch, sorted by cost: as long as those of the whole epoch on average.
    private static (double ReviewsASecond, double TokensAReview) Ours(EncodedTexts source)
    {
        using PretrainedClassifier classifier = BenchModel.BertBase.Create(attentionDropout: true);
        using var engine = new TrainingEngine(classifier.Model, new TrainingOptions { LearningRate = 1e-5, Format = ComputeFormat.Auto }, totalSteps: Reviews / BatchSize);
        int[][] plan = [.. EpochPlan.ForTraining(source, BatchSize, groupByLength: true, seed: 1, epoch: 0).OrderBy(Cost)];
        int[][] chosen = [.. Enumerable.Range(0, MeasuredBatches).Select(i => plan[(2 * i + 1) * plan.Length / (2 * MeasuredBatches)])];
        using (Batch first = source.CreateBatch(plan[^1], null))
        {
            engine.Step([first]);
        }

        var time = Stopwatch.StartNew();
        foreach (Batch batch in BatchLoader.Load(source, chosen))
        {
            using (batch)
            {
                engine.Step([batch]);
            }
        }

        return (MeasuredBatches * BatchSize / time.Elapsed.TotalSeconds, chosen.Sum(rows => (double)Cost(rows) * BatchSize) / (MeasuredBatches * BatchSize));

        int Cost(int[] rows) => rows.Max(source.CostOf);
    }

    private static double Plain()
    {
        using var model = new PlainBert();
        model.train();
        using optim.Optimizer optimizer = optim.AdamW(model.parameters(), lr: 1e-5);
        double best = double.MaxValue;
        for (int step = 0; step <= PlainSteps; step++)
        {
            var time = Stopwatch.StartNew();
            using DisposeScope scope = NewDisposeScope();
            Tensor ids = randint(1000, 30000, [BatchSize, MaxLength], dtype: ScalarType.Int64), mask = ones([BatchSize, 1, 1, MaxLength], dtype: ScalarType.Bool);
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.forward(ids, mask), zeros(BatchSize, dtype: ScalarType.Int64)).backward();
            nn.utils.clip_grad_norm_(model.parameters(), 1.0);
            optimizer.step();
            best = step == 0 ? best : Math.Min(best, time.Elapsed.TotalSeconds);
        }

        return BatchSize / best;
    }
}
