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
    private const int Reviews = 1000, BatchSize = 4, MaxLength = 512, MeasuredBatches = 25, PlainSteps = 2;

    public static void Run()
    {
        Dataset reviews = Dataset.Load($"{Folders.Shared("data", "imdb", "plain_text")}[train[:{Reviews}]]", new DataOptions { Stratify = true, Seed = 42 });
        var source = new EncodedTexts(reviews, Tokenizer.Load(Folders.TextModel), MaxLength);
        // The plain loop goes before and after, so that a machine that gets faster or slower in between favours neither.
        var plain = new Measured();
        Plain(plain);
        Measured ours = Ours(source);
        Plain(plain);
        Console.WriteLine($"epoch, BERT-base, {Reviews} IMDb reviews: {ours.RowsASecond:0.00} reviews a second over {MeasuredBatches} batches of {ours.Tokens / MeasuredBatches:0} tokens, {ours.Share} without padding");
        Console.WriteLine($"epoch, a plain loop padded to {MaxLength}: {plain.RowsASecond:0.00} reviews a second ({BatchSize / plain.RowsASecond:0.00} s a step of {BatchSize}), {plain.Share} with padding; Graft is {ours.RowsASecond / plain.RowsASecond:0.0} times as fast");
    }

    // Batches spread evenly over the plan of one epoch, sorted by cost: as long as those of the whole epoch on average.
    private static Measured Ours(EncodedTexts source)
    {
        var result = new Measured();
        using PretrainedClassifier classifier = BenchModel.BertBase.Create(attentionDropout: true);
        using var engine = new TrainingEngine(classifier.Model, new TrainingOptions { LearningRate = 1e-5, Format = ComputeFormat.Auto }, totalSteps: Reviews / BatchSize);
        int[][] plan = [.. EpochPlan.ForTraining(source, BatchSize, groupByLength: true, seed: 1, epoch: 0).OrderBy(rows => rows.Sum(source.CostOf))];
        int[][] chosen = [.. Enumerable.Range(0, MeasuredBatches).Select(i => plan[(2 * i + 1) * plan.Length / (2 * MeasuredBatches)])];
        using (Batch first = source.CreateBatch(plan[^1], null))
        {
            engine.Step([first]);
        }

        foreach (int[][] portion in chosen.Chunk(5))
        {
            result.Probe();
            long start = Stopwatch.GetTimestamp();
            foreach (Batch batch in BatchLoader.Load(source, portion))
            {
                using (batch)
                {
                    engine.Step([batch]);
                }
            }

            result.Add(portion.SelectMany(rows => rows).Select(source.CostOf), Stopwatch.GetElapsedTime(start));
        }

        return result;
    }

    private static void Plain(Measured result)
    {
        using var model = new PlainBert();
        model.train();
        using optim.Optimizer optimizer = optim.AdamW(model.parameters(), lr: 1e-5);
        for (int step = 0; step <= PlainSteps; step++)
        {
            result.Probe();
            long start = Stopwatch.GetTimestamp();
            using DisposeScope scope = NewDisposeScope();
            Tensor ids = randint(1000, 30000, [BatchSize, MaxLength], dtype: ScalarType.Int64), mask = ones([BatchSize, 1, 1, MaxLength], dtype: ScalarType.Bool);
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.forward(ids, mask), zeros(BatchSize, dtype: ScalarType.Int64)).backward();
            nn.utils.clip_grad_norm_(model.parameters(), 1.0);
            optimizer.step();
            if (step > 0)
            {
                result.Add(Enumerable.Repeat(MaxLength, BatchSize), Stopwatch.GetElapsedTime(start));
            }
        }
    }

    /// <summary>Work done, the time it took, and the machine's rate in between.</summary>
    private sealed class Measured
    {
        private readonly List<double> _rates = [];
        private double _seconds, _operations;
        private int _rows;

        public double RowsASecond => _rows / _seconds;

        public int Tokens { get; private set; }

        public string Share
        {
            get
            {
                double machine = _rates.Order().ElementAt(_rates.Count / 2);
                return $"{100 * _operations / 1e9 / _seconds / machine:0}% of the {machine:0} GFLOPS that products reach";
            }
        }

        public void Probe() => _rates.Add(RepeatedTimes.MachineRate());

        public void Add(IEnumerable<int> lengths, TimeSpan time)
        {
            foreach (int tokens in lengths)
            {
                _rows++;
                Tokens += tokens;
                _operations += BenchModel.BertBase.StepOperations(tokens);
            }

            _seconds += time.TotalSeconds;
        }
    }
}
