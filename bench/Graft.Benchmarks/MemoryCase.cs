using System.Diagnostics;
using Graft.Data;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Text;
using Graft.Training;
using TorchSharp;

namespace Graft.Benchmarks;

/// <summary>Live tensors and resident memory from step 20 to step 200 of training the shipped text model.</summary>
internal static class MemoryCase
{
    public static void Run()
    {
        Dataset reviews = Dataset.Load($"{Folders.Samples("reviews")}[train]");
        using var classifier = PretrainedClassifier.Load(Folders.TextModel, new ModelLoadOptions { Labels = reviews.Labels });
        var source = new EncodedTexts(reviews, Tokenizer.Load(Folders.TextModel), maxLength: 128);
        var options = new TrainingOptions { MaxSteps = 200, BatchSize = 8, Evaluation = Cadence.Never, Saving = Cadence.Never, LoadBestAtEnd = false };
        var watch = new Watch();
        TrainingResult result = new Trainer(classifier, options, source, callbacks: [watch]).Train();
        Console.WriteLine($"memory: live tensors {watch.Tensors[20]} after 20 steps, {watch.Tensors[200]} after 200; resident {watch.Resident[20] / 1e6:0} MB, then {watch.Resident[200] / 1e6:0} MB ({100.0 * watch.Resident[200] / watch.Resident[20] - 100:+0.0;-0.0} %); {result.Duration.TotalSeconds:0.0} s");
    }

    private sealed class Watch : TrainingCallback
    {
        public Dictionary<int, long> Tensors { get; } = [];

        public Dictionary<int, long> Resident { get; } = [];

        public override void OnStep(int step, double epoch, StepResult result, TrainingControl control)
        {
            if (step is 20 or 200)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                using var process = Process.GetCurrentProcess();
                Tensors[step] = torch.Tensor.TotalCount;
                Resident[step] = process.WorkingSet64;
            }
        }
    }
}
