namespace Graft.Text.Files;

/// <summary>Where in a tokenizer.json the vocabulary and the merges lie, and the file without them.</summary>
/// <param name="Vocabulary">The index of the vocabulary's bracket, or -1 if it is no list or object.</param>
/// <param name="Merges">The index of the merges' bracket, or -1 if they are no list.</param>
/// <param name="Rest">The file with both blanked out; all places are the same.</param>
internal sealed record BulkJson(int Vocabulary, int Merges, byte[] Rest)
{
    /// <summary>Finds both. What is broken stays as it is, for the JSON reader to complain about.</summary>
    public static BulkJson Find(byte[] json, string path)
    {
        byte[] rest = [.. json];
        int vocabulary = -1, merges = -1;
        JsonCursor cursor = new(json, 0, path, "model");
        if (FindMember(ref cursor, "model"u8) && cursor.Peek() == '{')
        {
            int model = cursor.Position;
            vocabulary = Take(json, rest, model, path, "vocab"u8);
            merges = Take(json, rest, model, path, "merges"u8);
        }

        return new BulkJson(vocabulary, merges, rest);
    }

    private static int Take(byte[] json, byte[] rest, int model, string path, ReadOnlySpan<byte> name)
    {
        JsonCursor cursor = new(json, model, path, "model");
        if (!FindMember(ref cursor, name) || cursor.Peek() is not ((byte)'{' or (byte)'['))
        {
            return -1;
        }

        int start = cursor.Position;
        if (!cursor.TrySkip())
        {
            return -1;
        }

        // lines stay lines, so that errors behind name the right one
        for (Span<byte> bulk = rest.AsSpan(start + 1, cursor.Position - start - 2); bulk.Length > 0;)
        {
            int line = bulk.IndexOf((byte)'\n');
            bulk[..(line < 0 ? bulk.Length : line)].Fill((byte)' ');
            bulk = line < 0 ? default : bulk[(line + 1)..];
        }

        return start;
    }

    /// <summary>Goes to the value of an object's member; false where there is none.</summary>
    private static bool FindMember(ref JsonCursor cursor, ReadOnlySpan<byte> name)
    {
        if (!cursor.TryTake((byte)'{'))
        {
            return false;
        }

        while (cursor.Peek() == '"' && cursor.TryReadRawString(out ReadOnlySpan<byte> key) && cursor.TryTake((byte)':'))
        {
            if (key.SequenceEqual(name))
            {
                return true;
            }

            if (!cursor.TrySkipValue() || !cursor.TryTake((byte)','))
            {
                return false;
            }
        }

        return false;
    }
}
