using Graft.Models;

namespace Graft.Data;

/// <summary>
/// What a model is to answer for an example: a class, a set of classes or a number. The default value is
/// "not known", as in the inputs of a prediction.
/// </summary>
public readonly struct Target : IEquatable<Target>
{
    private readonly float[]? _multiHot;
    private readonly int _classIndex;
    private readonly float _value;

    private Target(ProblemType problemType, int classIndex, float[]? multiHot, float value)
    {
        ProblemType = problemType;
        _classIndex = classIndex;
        _multiHot = multiHot;
        _value = value;
    }

    /// <summary>Which of the three the target is, or null if it is not known.</summary>
    public ProblemType? ProblemType { get; }

    /// <summary>Whether there is a target at all.</summary>
    public bool IsKnown => ProblemType is not null;

    /// <summary>The class's place in the label set, from 0.</summary>
    /// <exception cref="InvalidOperationException">The target is not a single class.</exception>
    public int ClassIndex => ProblemType == Models.ProblemType.SingleLabel ? _classIndex : throw Not("a class");

    /// <summary>One number for each class of the label set: 1 where it applies, 0 where not.</summary>
    /// <exception cref="InvalidOperationException">The target is not a set of classes.</exception>
    public ReadOnlyMemory<float> MultiHot => ProblemType == Models.ProblemType.MultiLabel ? _multiHot : throw Not("a set of classes");

    /// <summary>The number to predict.</summary>
    /// <exception cref="InvalidOperationException">The target is not a number.</exception>
    public float Value => ProblemType == Models.ProblemType.Regression ? _value : throw Not("a number");

    /// <summary>The target of a single-label example.</summary>
    /// <param name="classIndex">The class's place in the label set, from 0.</param>
    public static Target OfClass(int classIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classIndex);
        return new Target(Models.ProblemType.SingleLabel, classIndex, null, 0);
    }

    /// <summary>The target of a multi-label example.</summary>
    /// <param name="multiHot">One number for each class of the label set: 1 where it applies, 0 where not.</param>
    public static Target OfClasses(ReadOnlySpan<float> multiHot) =>
        new(Models.ProblemType.MultiLabel, 0, multiHot.ToArray(), 0);

    /// <summary>The target of a regression example.</summary>
    public static Target OfValue(float value) => new(Models.ProblemType.Regression, 0, null, value);

    /// <inheritdoc/>
    public bool Equals(Target other) =>
        ProblemType == other.ProblemType && _classIndex == other._classIndex && _value.Equals(other._value)
        && _multiHot.AsSpan().SequenceEqual(other._multiHot);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Target other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(ProblemType);
        hash.Add(_classIndex);
        hash.Add(_value);
        foreach (float flag in _multiHot ?? [])
        {
            hash.Add(flag);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => ProblemType switch
    {
        Models.ProblemType.SingleLabel => $"class {_classIndex}",
        Models.ProblemType.MultiLabel => $"classes {string.Join(' ', _multiHot!)}",
        Models.ProblemType.Regression => FormattableString.Invariant($"{_value}"),
        _ => "not known",
    };

    /// <summary>Whether two targets are the same.</summary>
    public static bool operator ==(Target left, Target right) => left.Equals(right);

    /// <summary>Whether two targets differ.</summary>
    public static bool operator !=(Target left, Target right) => !left.Equals(right);

    private InvalidOperationException Not(string wanted) => new($"The target is {this}, not {wanted}.");
}
