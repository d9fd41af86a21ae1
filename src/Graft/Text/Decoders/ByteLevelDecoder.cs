using Graft.Text.PreTokenizers;

namespace Graft.Text.Decoders;

/// <summary>Turns characters of the <see cref="ByteAlphabet"/> back into bytes, and those into text; broken UTF-8 becomes U+FFFD.</summary>
internal sealed class ByteLevelDecoder : IDecoder
{
    public List<string> Decode(List<string> tokens)
    {
        List<byte> bytes = [];
        foreach (string token in tokens)
        {
            int start = bytes.Count;
            foreach (char c in token)
            {
                if (ByteAlphabet.Byte(c) is not (>= 0 and int value))
                {
                    // not of the alphabet: an added token, which stands for itself
                    bytes.RemoveRange(start, bytes.Count - start);
                    bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(token));
                    break;
                }

                bytes.Add((byte)value);
            }
        }

        return [System.Text.Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes))];
    }
}
