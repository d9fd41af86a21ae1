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

    /// <summary>The same of passes without gradients, which have a batch size of their own.</summary>
    public static TrainingException ExplainEvaluation(Exception error, TrainingOptions options)
    {
        string cut = options.EvaluationBatchSize == 1 || options.LowerBatchSize ? "" : " Or have batches cut where memory runs out (--lower-batch-size; TrainingOptions.LowerBatchSize).";
        return new TrainingException(
            "The memory is used up.", remedy: PassRemedy(options.EvaluationBatchSize, "TrainingOptions.EvaluationBatchSize") + cut, innerException: error);
    }

    /// <summary>What to lower where a pass without gradients does not fit.</summary>
    /// <param name="batchSize">Rows a pass; null where none were asked for.</param>
    /// <param name="option">How the batch size is set.</param>
    public static string PassRemedy(int? batchSize, string option) => batchSize switch
    {
        null => $"Take a batch size of 1 ({option}), then lower the maximum length of texts.",
        1 => "The batch size is 1 already: lower the maximum length of texts.",
        _ => $"Lower the batch size ({batchSize}; {option}), then the maximum length of texts.",
    };

    /// <summary>Batches have been cut as the options ask, and there is nothing left to cut.</summary>
    public static TrainingException ExplainOneRow(Exception error, TrainingOptions options) => new(
        "The memory is used up by one row alone.", remedy: $"Lower the maximum length of texts, or freeze layers.{KeepLess(options)}", innerException: error);

    private static string KeepLess(TrainingOptions options) =>
        options.CheckpointActivations ? "" : " Or keep less for the backward pass (--checkpoint-activations).";
}
