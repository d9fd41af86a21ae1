namespace Graft.Text.PreTokenizers;

/// <summary>
/// The alphabet of byte-level tokenizers (GPT-2): each byte is a printable character. Bytes that are printable in
/// Latin-1 stand for themselves, the others for U+0100 and on.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] ByBytes = Make();
    private static readonly short[] Bytes = Invert();

    /// <summary>The character of a byte.</summary>
    public static char Character(byte value) => ByBytes[value];

    /// <summary>The byte of a character, or -1.</summary>
    public static int Byte(char character) => character < Bytes.Length ? Bytes[character] : -1;

    /// <summary>Rewrites what is to be read of a text as characters of its UTF-8 bytes.</summary>
    public static void Rewrite(AlignedText text)
    {
        Span<byte> utf8 = stackalloc byte[4];
        while (!text.AtEnd)
        {
            int same = text.Rest.IndexOfAnyExceptInRange('!', '~');
            if (same != 0)
            {
                text.KeepChars(same < 0 ? text.Rest.Length : same);
                continue;
            }

            int codePoint = text.Peek();
            if (codePoint < 0x80)
            {
                text.Replace(ByBytes[codePoint]);
                continue;
            }

            int count = new System.Text.Rune(codePoint).EncodeToUtf8(utf8);
            text.Replace(ByBytes[utf8[0]]);
            for (int i = 1; i < count; i++)
            {
                text.Insert(ByBytes[utf8[i]]);
            }
        }
    }

    private static char[] Make()
    {
        char[] characters = new char[256];
        int others = 0;
        for (int b = 0; b < characters.Length; b++)
        {
            bool printable = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            characters[b] = printable ? (char)b : (char)(0x100 + others++);
        }

        return characters;
    }

    private static short[] Invert()
    {
        short[] bytes = new short[ByBytes.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int b = 0; b < ByBytes.Length; b++)
        {
            bytes[ByBytes[b]] = (short)b;
        }

        return bytes;
    }
}
