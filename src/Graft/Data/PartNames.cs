namespace Graft.Data;

/// <summary>The words by which file, folder and slice names tell a part's purpose.</summary>
internal static class PartNames
{
    private static readonly (string Word, DataPart Part)[] Words =
    [
        ("train", DataPart.Train), ("training", DataPart.Train),
        ("validation", DataPart.Validation), ("valid", DataPart.Validation), ("dev", DataPart.Validation), ("val", DataPart.Validation),
        ("test", DataPart.Test), ("testing", DataPart.Test), ("eval", DataPart.Test), ("evaluation", DataPart.Test),
    ];

    private static readonly char[] Separators = ['-', '_', '.', ' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

    /// <summary>The part that a whole word names, or null.</summary>
    public static DataPart? OfWord(string word)
    {
        foreach ((string known, DataPart part) in Words)
        {
            if (known.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return part;
            }
        }

        return null;
    }

    /// <summary>The part that a file name tells: "train.csv", "reviews_test.jsonl", "train-00000-of-00002.parquet"; null if none or several.</summary>
    public static DataPart? OfFile(string path)
    {
        DataPart? found = null;
        foreach (string word in Path.GetFileNameWithoutExtension(path).Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            DataPart? part = OfWord(word);
            if (part is not null && found is not null && part != found)
            {
                return null;
            }

            found = part ?? found;
        }

        return found;
    }

    /// <summary>What messages call a part.</summary>
    public static string Word(this DataPart part) => part switch
    {
        DataPart.Train => "training",
        DataPart.Validation => "validation",
        _ => "test",
    };
}
