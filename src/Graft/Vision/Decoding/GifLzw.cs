namespace Graft.Vision.Decoding;

/// <summary>Unpacks the LZW codes of a GIF frame, row by row.</summary>
internal ref struct GifLzw
{
    private const int MaxCodes = 4096;

    private readonly EncodedImage file;
    private readonly int minBits;
    private readonly int clearCode;
    private readonly short[] prefixes = new short[MaxCodes];
    private readonly byte[] suffixes = new byte[MaxCodes];
    private readonly byte[] stack = new byte[MaxCodes + 1];
    private int stackSize;
    private int nextCode;
    private int codeBits;
    private int previous = -1;
    private byte firstOfPrevious;
    private long at;
    private int blockLeft;
    private uint bits;
    private int bitCount;

    /// <summary>Begins at the byte that states the size of the codes.</summary>
    public GifLzw(EncodedImage file, long start)
    {
        this.file = file;
        minBits = file.Byte(start);
        if (minBits is < 1 or > 8)
        {
            throw file.Error($"The GIF's codes begin with the impossible size of {minBits} bits.");
        }

        clearCode = 1 << minBits;
        at = start + 1;
        for (int i = 0; i < clearCode; i++)
        {
            suffixes[i] = (byte)i;
        }

        Reset();
    }

    /// <summary>Fills a row with indices, or throws if the data ends before.</summary>
    public void ReadRow(Span<byte> row)
    {
        for (int x = 0; x < row.Length; x++)
        {
            while (stackSize == 0)
            {
                Expand(ReadCode());
            }

            row[x] = stack[--stackSize];
        }
    }

    private void Reset()
    {
        nextCode = clearCode + 2;
        codeBits = minBits + 1;
        previous = -1;
    }

    // Puts the indices that a code stands for on the stack, the last one first.
    private void Expand(int code)
    {
        if (code == clearCode)
        {
            Reset();
            return;
        }

        if (code == clearCode + 1)
        {
            throw file.Truncated();
        }

        if (code > nextCode || (code >= clearCode && previous < 0) || (code == nextCode && previous < 0))
        {
            throw file.Error("The GIF is damaged: a code stands for nothing.");
        }

        int current = code;
        if (code == nextCode)
        {
            // The string of the previous code and its own first index again.
            stack[stackSize++] = firstOfPrevious;
            current = previous;
        }

        while (current >= clearCode)
        {
            stack[stackSize++] = suffixes[current];
            current = prefixes[current];
        }

        firstOfPrevious = suffixes[current];
        stack[stackSize++] = firstOfPrevious;
        if (previous >= 0 && nextCode < MaxCodes)
        {
            prefixes[nextCode] = (short)previous;
            suffixes[nextCode] = firstOfPrevious;
            nextCode++;
            if (nextCode == 1 << codeBits && codeBits < 12)
            {
                codeBits++;
            }
        }

        previous = code;
    }

    private int ReadCode()
    {
        while (bitCount < codeBits)
        {
            if (blockLeft == 0)
            {
                blockLeft = file.Byte(at++);
                if (blockLeft == 0)
                {
                    throw file.Truncated();
                }
            }

            bits |= (uint)file.Byte(at++) << bitCount;
            bitCount += 8;
            blockLeft--;
        }

        int code = (int)(bits & ((1u << codeBits) - 1));
        bits >>= codeBits;
        bitCount -= codeBits;
        return code;
    }
}
