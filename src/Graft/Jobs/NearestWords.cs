using Graft.Tensors;

namespace Graft.Jobs;

/// <summary>Which of some words somebody may have meant who typed another.</summary>
public static class NearestWords
{
    private const int LettersAMistake = 3, MostMistakes = 3;

    /// <summary>The words that the typed one begins, if there are any; else those with the fewest letters changed, at most one in three.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="words">What there is.</param>
    /// <param name="most">How many to give at most.</param>
    /// <returns>The nearest ones in their order; empty if none is near.</returns>
    public static IReadOnlyList<string> Of(string typed, IEnumerable<string> words, int most = 2)
    {
        ArgumentNullException.ThrowIfNull(typed);
        string[] all = [.. words];
        int bound = Math.Min(MostMistakes, Math.Max(1, typed.Length / LettersAMistake));
        ILookup<int, string> near = all.ToLookup(word => EditDistance.Between(typed, word));
        int least = near.Select(group => group.Key).Where(distance => distance <= bound).DefaultIfEmpty(-1).Min();
        string[] begun = [.. all.Where(word => typed.Length > 1 && word.StartsWith(typed, StringComparison.OrdinalIgnoreCase))];
        string[] found = least is 0 or 1 || begun.Length == 0 ? [.. near[least]] : begun;
        return found[..Math.Min(most, found.Length)];
    }
}
