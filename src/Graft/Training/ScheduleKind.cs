namespace Graft.Training;

/// <summary>How the learning rate changes after warm-up; the public trainer's name in brackets.</summary>
public enum ScheduleKind
{
    /// <summary>Falls evenly to 0 ("linear").</summary>
    Linear,

    /// <summary>Falls as a cosine ("cosine").</summary>
    Cosine,

    /// <summary>Falls as a cosine several times, from the top each time ("cosine_with_restarts").</summary>
    CosineWithRestarts,

    /// <summary>Falls as a power to an end rate ("polynomial").</summary>
    Polynomial,

    /// <summary>Stays, without warm-up ("constant").</summary>
    Constant,

    /// <summary>Stays after warm-up ("constant_with_warmup").</summary>
    ConstantWithWarmup,

    /// <summary>Falls as one over the root of the step ("inverse_sqrt").</summary>
    InverseSquareRoot,

    /// <summary>Falls as a cosine to a least rate ("cosine_with_min_lr").</summary>
    CosineWithMinimum,

    /// <summary>The same, warm-up starting at a share of the rate ("cosine_warmup_with_min_lr").</summary>
    CosineWarmupWithMinimum,

    /// <summary>Warm-up, a plateau, a decay ("warmup_stable_decay").</summary>
    WarmupStableDecay,
}
