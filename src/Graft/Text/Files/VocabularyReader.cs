using System.Text.Json;
using Graft.Text.Models;

namespace Graft.Text.Files;

/// <summary>Reads vocabularies and merges in their JSON forms, one entry after the other.</summary>
internal static class VocabularyReader
{
    /// <summary>Reads {"token": id, …}.</summary>
    public static Vocabulary ReadObject(ref Utf8JsonReader reader, string path, string place)
    {
        Vocabulary vocabulary = new(32_768);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string token = String(ref reader, path, place);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int id) || id < 0 || id > Vocabulary.LargestId)
            {
                throw new TokenizerException(
                    $"the token '{token}' has no id from 0 to {Vocabulary.LargestId}.", path, place);
            }

            Add(vocabulary, token, id, path, place);
        }

        return vocabulary;
    }

    /// <summary>Reads [["token", score], …]; the ids count from 0.</summary>
    public static (Vocabulary Vocabulary, List<double> Scores) ReadScores(ref Utf8JsonReader reader, string path, string place)
    {
        Vocabulary vocabulary = new(32_768);
        List<double> scores = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string entry = $"{place}[{scores.Count}]";
            if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                throw new TokenizerException("a token and its score are expected.", path, entry);
            }

            string token = String(ref reader, path, entry);
            double score = 0;
            if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out score) || !double.IsFinite(score)
                || !reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            {
                throw new TokenizerException($"a finite score is expected behind '{token}'.", path, entry);
            }

            Add(vocabulary, token, scores.Count, path, entry);
            scores.Add(score);
        }

        return (vocabulary, scores);
    }

    /// <summary>Reads ["left right", …] or [["left", "right"], …].</summary>
    public static List<(string Left, string Right)> ReadMerges(ref Utf8JsonReader reader, string path, string place)
    {
        List<(string, string)> merges = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                merges.Add(SplitMerge(String(ref reader, path, place), path, $"{place}[{merges.Count}]"));
                continue;
            }

            if (reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                string left = String(ref reader, path, place);
                if (reader.Read() && reader.TokenType == JsonTokenType.String)
                {
                    string right = String(ref reader, path, place);
                    if (reader.Read() && reader.TokenType == JsonTokenType.EndArray)
                    {
                        merges.Add((left, right));
                        continue;
                    }
                }
            }

            throw new TokenizerException("two tokens are expected.", path, $"{place}[{merges.Count}]");
        }

        return merges;
    }

    /// <summary>Cuts "left right" in two.</summary>
    public static (string Left, string Right) SplitMerge(string line, string path, string place)
    {
        int blank = line.IndexOf(' ');
        return blank > 0 && blank + 1 < line.Length && line.IndexOf(' ', blank + 1) < 0
            ? (line[..blank], line[(blank + 1)..])
            : throw new TokenizerException($"'{line}' is not two tokens with a blank between them.", path, place);
    }

    /// <summary>Adds a token that must be new.</summary>
    public static void Add(Vocabulary vocabulary, string token, int id, string path, string place)
    {
        if (vocabulary.Find(token) is >= 0 and int other)
        {
            throw new TokenizerException($"the token '{token}' has two ids, {other} and {id}.", path, place);
        }

        if (!vocabulary.TryAdd(token, id))
        {
            throw new TokenizerException($"the id {id} has two tokens, '{vocabulary.Token(id)}' and '{token}'.", path, place);
        }
    }

    private static string String(ref Utf8JsonReader reader, string path, string place)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new TokenizerException("a string is no valid Unicode.", path, place, innerException: e);
        }
    }
}
