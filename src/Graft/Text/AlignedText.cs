using System.Runtime.CompilerServices;
using System.Text;
using Graft.Text.Unicode;

namespace Graft.Text;

/// <summary>
/// A text on its way from what the user wrote to what the model sees, which remembers for every char the span of the
/// original that it came from. It is changed by reading it once from the left: <see cref="BeginRewrite"/>, then for each
/// code point one of <see cref="Keep"/>, <see cref="Drop"/> and <see cref="Replace"/>, with <see cref="Insert"/> between
/// them, then <see cref="EndRewrite"/>.
/// </summary>
public sealed class AlignedText
{
    private char[] _chars = new char[256], _newChars = new char[256];
    private TextSpan[] _spans = [], _newSpans = [];
    private int _length, _newLength, _position, _limit, _entry;

    /// <summary>The text as it stands. Lone surrogates of the original appear as U+FFFD.</summary>
    public ReadOnlySpan<char> Text => _chars.AsSpan(0, _length);

    /// <summary>The length in chars.</summary>
    public int Length => _length;

    /// <summary>Whether spans of the original are kept; without them the text is only good for ids.</summary>
    public bool IsAligned { get; private set; }

    /// <summary>While rewriting: whether all code points have been read.</summary>
    public bool AtEnd => _position >= _limit;

    /// <summary>While rewriting: what is left to read.</summary>
    public ReadOnlySpan<char> Rest => _chars.AsSpan(_position, _limit - _position);

    /// <summary>While rewriting a piece of an aligned text: whether the original begins with it.</summary>
    internal bool StartsOriginal => _entry < _length && _spans[_entry].Start == 0;

    internal Span<char> Writable => _chars.AsSpan(0, _length);

    /// <summary>The text with whatever stands behind it in memory: for those who read more than they need.</summary>
    internal ReadOnlySpan<char> Buffer => _chars;

    internal int NewLength => _newLength;

    internal TransformList Transform { get; } = new();

    /// <summary>The span of the original, in chars, that a range of this text came from.</summary>
    /// <param name="start">First char, 0..Length.</param>
    /// <param name="end">One past the last char, at least <paramref name="start"/>.</param>
    public TextSpan OriginalSpan(int start, int end)
    {
        if (start >= end)
        {
            int at = start < _length ? _spans[start].Start : _length == 0 ? 0 : _spans[_length - 1].End;
            return new TextSpan(at, at);
        }

        return new TextSpan(_spans[start].Start, _spans[end - 1].End);
    }

    /// <summary>Starts to rewrite the whole text.</summary>
    public void BeginRewrite()
    {
        Restart();
        Enter(0, _length);
    }

    /// <summary>Ends rewriting; code points that were not read are kept.</summary>
    public void EndRewrite()
    {
        KeepRest();
        (_chars, _newChars) = (_newChars, _chars);
        (_spans, _newSpans) = (_newSpans, _spans);
        _length = _newLength;
    }

    /// <summary>The next code point to be read.</summary>
    public int Peek() => CodePoints.At(_chars.AsSpan(0, _limit), _position, out _);

    /// <summary>Reads a code point and keeps it.</summary>
    public void Keep()
    {
        CodePoints.At(_chars.AsSpan(0, _limit), _position, out int length);
        KeepChars(length);
    }

    /// <summary>Reads a code point and leaves it out.</summary>
    public void Drop()
    {
        if (_position < _limit)
        {
            CodePoints.At(_chars.AsSpan(0, _limit), _position, out int length);
            _position += length;
        }
    }

    /// <summary>Reads a code point and writes another, which takes its place in the original.</summary>
    public void Replace(int codePoint)
    {
        TextSpan span = IsAligned ? _spans[Math.Min(_position, _length - 1)] : default;
        Drop();
        Write(codePoint, span);
    }

    /// <summary>Writes a code point that shares the place of the one read last.</summary>
    public void Insert(int codePoint)
    {
        TextSpan span = default;
        if (IsAligned)
        {
            int origin = _entry < _length ? _spans[_entry].Start : 0;
            span = _position > _entry ? _spans[_position - 1] : new TextSpan(origin, origin);
        }

        Write(codePoint, span);
    }

    /// <summary>Writes a code point in front of the one that is read next, with that one's place.</summary>
    internal void Prepend(int codePoint) => Write(codePoint, IsAligned ? _spans[_position] : default);

    /// <summary>Reads and keeps a number of chars.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void KeepChars(int count)
    {
        Reserve(count);
        if (count == 1)
        {
            _newChars[_newLength] = _chars[_position];
        }
        else
        {
            _chars.AsSpan(_position, count).CopyTo(_newChars.AsSpan(_newLength));
        }

        if (IsAligned)
        {
            _spans.AsSpan(_position, count).CopyTo(_newSpans.AsSpan(_newLength));
        }

        _newLength += count;
        _position += count;
    }

    /// <summary>Reads and keeps the ASCII chars that come next, in lower case.</summary>
    /// <returns>True if there were any.</returns>
    internal bool KeepAsciiInLowerCase()
    {
        int beyond = Rest.IndexOfAnyExceptInRange('\0', '\x7F'), count = beyond < 0 ? Rest.Length : beyond, start = _newLength;
        KeepChars(count);
        Ascii.ToLowerInPlace(_newChars.AsSpan(start, count), out _);
        return count > 0;
    }

    /// <summary>Reads and leaves out a number of chars.</summary>
    internal void DropChars(int count) => _position += count;

    internal void KeepRest()
    {
        if (_position < _limit)
        {
            KeepChars(_limit - _position);
        }
    }

    internal void Restart()
    {
        _newLength = 0;
        Reserve(_length);
    }

    /// <summary>Goes to a range of the text, within a rewrite of all of it.</summary>
    internal void Enter(int start, int end)
    {
        _entry = _position = start;
        _limit = end;
    }

    /// <summary>Takes over a text, replacing what was there. Lone surrogates become U+FFFD.</summary>
    internal void Set(ReadOnlySpan<char> text, bool aligned)
    {
        IsAligned = aligned;
        if (_chars.Length < text.Length)
        {
            _chars = new char[text.Length + text.Length / 4];
        }

        if (aligned && _spans.Length < _chars.Length)
        {
            _spans = new TextSpan[_chars.Length];
        }

        text.CopyTo(_chars);
        _length = text.Length;
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') >= 0)
        {
            for (int i = 0; i < _length;)
            {
                if (CodePoints.At(text, i, out int length) == CodePoints.Replacement)
                {
                    _chars[i] = CodePoints.Replacement;
                }

                i += length;
            }
        }

        if (aligned)
        {
            for (int i = 0; i < _length;)
            {
                CodePoints.At(Text, i, out int length);
                _spans.AsSpan(i, length).Fill(new TextSpan(i, i + length));
                i += length;
            }
        }
    }

    /// <summary>Takes over a range of another text with its spans.</summary>
    internal void Set(AlignedText other, int start, int end)
    {
        _length = 0;
        IsAligned = other.IsAligned;
        Append(other, start, end);
    }

    /// <summary>Appends a range of another text with its spans.</summary>
    internal void Append(AlignedText other, int start, int end)
    {
        int length = _length + end - start;
        if (_chars.Length < length)
        {
            Array.Resize(ref _chars, length * 2);
        }

        other._chars.AsSpan(start, end - start).CopyTo(_chars.AsSpan(_length));
        if (IsAligned)
        {
            if (_spans.Length < _chars.Length)
            {
                Array.Resize(ref _spans, _chars.Length);
            }

            other._spans.AsSpan(start, end - start).CopyTo(_spans.AsSpan(_length));
        }

        _length = length;
    }

    internal void Clear(bool aligned)
    {
        _length = 0;
        IsAligned = aligned;
    }

    /// <summary>
    /// Replaces the next chars by a list of code points, each with how it changes the number of code points:
    /// 0 takes the place of one, 1 is additional, -n takes the place of 1 + n.
    /// </summary>
    /// <param name="list">The code points.</param>
    /// <param name="chars">How many of the chars to be read they stand for.</param>
    internal void Apply(TransformList list, int chars)
    {
        int end = _position + chars;
        for (int i = 0; i < list.Count; i++)
        {
            int change = list.Change(i);
            if (change > 0)
            {
                Insert(list.CodePoint(i));
                continue;
            }

            Replace(list.CodePoint(i));
            for (; change < 0; change++)
            {
                Drop();
            }
        }

        _position = end;
    }

    private void Write(int codePoint, TextSpan span)
    {
        Reserve(2);
        int count = 1;
        if (codePoint < 0x10000)
        {
            _newChars[_newLength] = (char)codePoint;
        }
        else
        {
            _newChars[_newLength] = (char)(0xD7C0 + (codePoint >> 10));
            _newChars[_newLength + 1] = (char)(0xDC00 + (codePoint & 0x3FF));
            count = 2;
        }

        if (IsAligned)
        {
            _newSpans.AsSpan(_newLength, count).Fill(span);
        }

        _newLength += count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int count)
    {
        if (_newLength + count > _newChars.Length || (IsAligned && _newSpans.Length < _newChars.Length))
        {
            Grow(count);
        }
    }

    private void Grow(int count)
    {
        if (_newLength + count > _newChars.Length)
        {
            Array.Resize(ref _newChars, Math.Max(_newChars.Length * 2, _newLength + count));
        }

        if (IsAligned)
        {
            Array.Resize(ref _newSpans, _newChars.Length);
        }
    }
}
