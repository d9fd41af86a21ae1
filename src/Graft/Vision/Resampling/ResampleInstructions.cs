namespace Graft.Vision.Resampling;

/// <summary>Which instructions the resampling passes use. All give the same bytes.</summary>
internal enum ResampleInstructions
{
    /// <summary>One sample at a time, on any processor.</summary>
    Scalar,

    /// <summary>AVX2: 8 sums at a time.</summary>
    Avx2,

    /// <summary>AVX-512: 16 sums at a time.</summary>
    Avx512,
}
