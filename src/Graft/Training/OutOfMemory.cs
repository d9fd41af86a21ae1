namespace Graft.Training;

/// <summary>Recognises libtorch's way of saying that memory is used up, and says what to lower.</summary>
internal static class OutOfMemory
{
    public static bool IsCause(Exception error) =>
        error is OutOfMemoryException || (error is System.Runtime.InteropServices.ExternalException
            && (error.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)
                || error.Message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase)
                || error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)));

    public static TrainingException Explain(Exception error, TrainingOptions options)
    {
        string remedy = options.BatchSize > 1
            ? $"Lower the batch size ({options.BatchSize}; accumulate gradients to keep {options.BatchSize} rows a step), then the maximum length of texts."
            : "The batch size is 1 already: lower the maximum length of texts, or freeze layers.";
        if (options.BatchSize > 1 && !options.LowerBatchSize)
        {
            remedy += " Or have batches cut where memory runs out (--lower-batch-size; TrainingOptions.LowerBatchSize).";
        }

        return new TrainingException("The memory is used up.", remedy: remedy + KeepLess(options), innerException: error);
    }

    /// <summary>Batches have been cut as the options ask, and there is nothing left to cut.</summary>
    public static TrainingException ExplainOneRow(Exception error, TrainingOptions options) => new(
        "The memory is used up by one row alone.", remedy: $"Lower the maximum length of texts, or freeze layers.{KeepLess(options)}", innerException: error);

    private static string KeepLess(TrainingOptions options) =>
        options.CheckpointActivations ? "" : " Or keep less for the backward pass (--checkpoint-activations).";
}
