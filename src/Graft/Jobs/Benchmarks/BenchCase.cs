namespace Graft.Jobs.Benchmarks;

/// <summary>What `graft bench` measures.</summary>
public enum BenchCase
{
    /// <summary>One training step, optimizer included.</summary>
    Step,

    /// <summary>Prediction, tokenizing or image preparation included.</summary>
    Predict,

    /// <summary>Tokenizing on one thread.</summary>
    Tokenize,

    /// <summary>Decoding, resizing and normalising images on one thread.</summary>
    Images,

    /// <summary>From process start to the first answer.</summary>
    Start,
}
