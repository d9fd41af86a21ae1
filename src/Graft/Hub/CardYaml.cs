using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Graft.Hub;

/// <summary>
/// Reads the YAML at the head of a card into words (<see cref="string"/>), lists (<see cref="List{T}"/>) and mappings
/// (<see cref="Dictionary{TKey,TValue}"/>); all words stay words, and nothing is made from tags.
/// </summary>
internal static class CardYaml
{
    private const int LargestBytes = 1 << 20;
    private const int Deepest = 32;
    private const string Fence = "---";

    /// <summary>The mapping between the card's two "---" lines; null if the card does not begin with one.</summary>
    /// <exception cref="FormatException">It is no YAML, is larger than 1 MB, too deep, or refers to parts of itself.</exception>
    public static Dictionary<string, object>? Read(Stream card)
    {
        byte[] start = new byte[LargestBytes];
        int length = card.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        using var lines = new StreamReader(new MemoryStream(start, 0, length));
        string? line = lines.ReadLine();
        while (line is not null && line.Trim().Length == 0)
        {
            line = lines.ReadLine();
        }

        if (line?.TrimEnd() != Fence)
        {
            return null;
        }

        var head = new List<string>();
        for (line = lines.ReadLine(); line is not null && line.TrimEnd() != Fence; line = lines.ReadLine())
        {
            head.Add(line);
        }

        return line is null
            ? throw new FormatException(length == LargestBytes ? "its head is larger than 1 MB" : "its head does not end")
            : Parse(string.Join('\n', head));
    }

    private static Dictionary<string, object>? Parse(string yaml)
    {
        try
        {
            var parser = new Parser(new StringReader(yaml));
            while (parser.MoveNext() && parser.Current is StreamStart or DocumentStart)
            {
            }

            return parser.Current is StreamEnd or null ? null
                : Node(parser, 0) as Dictionary<string, object> ?? throw new FormatException("its head is not a list of names and values");
        }
        catch (YamlException error)
        {
            throw new FormatException($"its head is not YAML ({error.Message}, line {error.Start.Line + 1})", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // The scanner's own slips on text that is not YAML.
            throw new FormatException("its head is not YAML", error);
        }
    }

    // The parser stands on the node's first event, and in the end on its last.
    private static object Node(Parser parser, int depth)
    {
        if (depth > Deepest)
        {
            throw new FormatException($"its head is more than {Deepest} levels deep");
        }

        switch (parser.Current)
        {
            case Scalar word:
                return word.Value;
            case SequenceStart:
                var list = new List<object>();
                while (Next(parser) is not SequenceEnd)
                {
                    list.Add(Node(parser, depth + 1));
                }

                return list;
            case MappingStart:
                var mapping = new Dictionary<string, object>(StringComparer.Ordinal);
                while (Next(parser) is not MappingEnd)
                {
                    string key = Node(parser, depth + 1) as string ?? throw new FormatException("a name in its head is not a word");
                    Next(parser);
                    mapping[key] = Node(parser, depth + 1);
                }

                return mapping;
            case AnchorAlias alias:
                // A few lines of references to references stand for more than any memory holds.
                throw new FormatException($"its head refers to a part of itself (*{alias.Value}), which is not followed");
            default:
                throw new FormatException("its head is not YAML");
        }
    }

    private static ParsingEvent Next(Parser parser) => parser.MoveNext() && parser.Current is { } now ? now : throw new FormatException("its head ends in the middle");
}
