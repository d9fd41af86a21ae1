namespace Graft.Vision.Augmentation;

/// <summary>
/// The SplitMix64 generator (Steele, Lea, Flood 2014): a counter and a mixing function, so that every seed,
/// also 0 and neighbours, gives an independent sequence that is the same on every machine.
/// </summary>
/// <param name="seed">Any number.</param>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to but not 1, of 53 random bits.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from low up to but not high.</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>A whole number from low to high, both included.</summary>
    public int NextInt(int low, int high) =>
        low + (int)Math.BigMul(Next(), (ulong)((long)high - low + 1), out _);
}
