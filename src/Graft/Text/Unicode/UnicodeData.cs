using System.Globalization;
using System.Reflection;

namespace Graft.Text.Unicode;

/// <summary>
/// Reads the embedded tables of this folder: text of hexadecimal code points, one blank between entries,
/// "#" up to the end of a line is a comment, "[name]" opens a section.
/// </summary>
internal static class UnicodeData
{
    /// <summary>One more than the last code point.</summary>
    public const int CodePointCount = 0x110000;

    /// <summary>The handler of one entry: the section it stands in (empty before the first) and its characters.</summary>
    public delegate void EntryHandler(string section, ReadOnlySpan<char> entry);

    /// <summary>Calls <paramref name="handle"/> for each entry of an embedded table.</summary>
    public static void Read(string file, EntryHandler handle)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Graft.Text.Unicode." + file)
            ?? throw new InvalidOperationException($"the table {file} is not embedded");
        using StreamReader reader = new(stream);
        string section = "";
        while (reader.ReadLine() is { } line)
        {
            ReadOnlySpan<char> rest = line;
            int comment = rest.IndexOf('#');
            rest = comment < 0 ? rest : rest[..comment].TrimEnd();
            if (rest is ['[', .., ']'])
            {
                section = rest[1..^1].ToString();
                continue;
            }

            while (rest.Length > 0)
            {
                int blank = rest.IndexOf(' ');
                ReadOnlySpan<char> entry = blank < 0 ? rest : rest[..blank];
                rest = blank < 0 ? default : rest[(blank + 1)..];
                if (entry.Length > 0)
                {
                    handle(section, entry);
                }
            }
        }
    }

    /// <summary>Reads "1F" or "1F-2A" as a range with both ends included.</summary>
    public static (int First, int Last) Range(ReadOnlySpan<char> text)
    {
        int dash = text.IndexOf('-');
        return dash < 0 ? (Hex(text), Hex(text)) : (Hex(text[..dash]), Hex(text[(dash + 1)..]));
    }

    /// <summary>Reads "61_307" as code points.</summary>
    public static int[] Sequence(ReadOnlySpan<char> text)
    {
        int[] parts = new int[text.Count('_') + 1];
        for (int i = 0; i < parts.Length; i++)
        {
            int end = text.IndexOf('_');
            parts[i] = Hex(end < 0 ? text : text[..end]);
            text = end < 0 ? default : text[(end + 1)..];
        }

        return parts;
    }

    /// <summary>Reads a hexadecimal number.</summary>
    public static int Hex(ReadOnlySpan<char> text) =>
        int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
