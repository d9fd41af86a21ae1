using Graft.Tensors;

namespace Graft.Tests.Preflight;

/// <summary>Edits texts as people do who pass them on.</summary>
internal static class PlantedTexts
{
    /// <summary>Replaces, leaves out or adds a share of the words, at least one.</summary>
    public static string Edit(string text, double share, SeededRandom random)
    {
        List<string> words = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        int edits = Math.Max(1, (int)(share * words.Count));
        for (int edit = 0; edit < edits; edit++)
        {
            int place = random.NextInt(words.Count);
            switch (random.NextInt(3))
            {
                case 0:
                    words[place] = $"word{random.NextInt(1000)}";
                    break;
                case 1 when words.Count > 8:
                    words.RemoveAt(place);
                    break;
                default:
                    words.Insert(place, $"extra{random.NextInt(1000)}");
                    break;
            }
        }

        // Edits may undo each other.
        string edited = string.Join(' ', words);
        return edited == text ? $"{edited} extra" : edited;
    }

    /// <summary>Another case, other spacing and punctuation; the same words.</summary>
    public static string Restyle(string text) => $"  {text.ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal)} !!";
}
