namespace Graft.Vision.Decoding;

/// <summary>Unpacks the LZW codes of a GIF frame, row by row.</summary>
internal ref struct GifLzw
{
    private const int MaxCodes = 4096;

    private readonly EncodedImage _file;
    private readonly int _minBits;
    private readonly int _clearCode;
    private readonly short[] _prefixes = new short[MaxCodes];
    private readonly byte[] _suffixes = new byte[MaxCodes];
    private readonly byte[] _stack = new byte[MaxCodes + 1];
    private int _stackSize;
    private int _nextCode;
    private int _codeBits;
    private int _previous = -1;
    private byte _firstOfPrevious;
    private long _at;
    private int _blockLeft;
    private uint _bits;
    private int _bitCount;

    /// <summary>Begins at the byte that states the size of the codes.</summary>
    public GifLzw(EncodedImage file, long start)
    {
        _file = file;
        _minBits = file.Byte(start);
        if (_minBits is < 1 or > 8)
        {
            throw file.Error($"The GIF's codes begin with the impossible size of {_minBits} bits.");
        }

        _clearCode = 1 << _minBits;
        _at = start + 1;
        for (int i = 0; i < _clearCode; i++)
        {
            _suffixes[i] = (byte)i;
        }

        Reset();
    }

    /// <summary>Fills a row with indices, or throws if the data ends before.</summary>
    public void ReadRow(Span<byte> row)
    {
        for (int x = 0; x < row.Length; x++)
        {
            while (_stackSize == 0)
            {
                Expand(ReadCode());
            }

            row[x] = _stack[--_stackSize];
        }
    }

    private void Reset()
    {
        _nextCode = _clearCode + 2;
        _codeBits = _minBits + 1;
        _previous = -1;
    }

    // Puts the indices that a code stands for on the stack, the last one first.
    private void Expand(int code)
    {
        if (code == _clearCode)
        {
            Reset();
            return;
        }

        if (code == _clearCode + 1)
        {
            throw _file.Truncated();
        }

        if (code > _nextCode || (code >= _clearCode && _previous < 0) || (code == _nextCode && _previous < 0))
        {
            throw _file.Error("The GIF is damaged: a code stands for nothing.");
        }

        int current = code;
        if (code == _nextCode)
        {
            // The string of the previous code and its own first index again.
            _stack[_stackSize++] = _firstOfPrevious;
            current = _previous;
        }

        while (current >= _clearCode)
        {
            _stack[_stackSize++] = _suffixes[current];
            current = _prefixes[current];
        }

        _firstOfPrevious = _suffixes[current];
        _stack[_stackSize++] = _firstOfPrevious;
        if (_previous >= 0 && _nextCode < MaxCodes)
        {
            _prefixes[_nextCode] = (short)_previous;
            _suffixes[_nextCode] = _firstOfPrevious;
            _nextCode++;
            if (_nextCode == 1 << _codeBits && _codeBits < 12)
            {
                _codeBits++;
            }
        }

        _previous = code;
    }

    private int ReadCode()
    {
        while (_bitCount < _codeBits)
        {
            if (_blockLeft == 0)
            {
                _blockLeft = _file.Byte(_at++);
                if (_blockLeft == 0)
                {
                    throw _file.Truncated();
                }
            }

            _bits |= (uint)_file.Byte(_at++) << _bitCount;
            _bitCount += 8;
            _blockLeft--;
        }

        int code = (int)(_bits & ((1u << _codeBits) - 1));
        _bits >>= _codeBits;
        _bitCount -= _codeBits;
        return code;
    }
}
