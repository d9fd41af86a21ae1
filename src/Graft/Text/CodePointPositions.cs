using Graft.Text.Unicode;

namespace Graft.Text;

/// <summary>Converts positions of a text between chars and code points.</summary>
internal readonly struct CodePointPositions
{
    // null: the text has no surrogates, so both are the same
    private readonly int[]? _toCodePoints, _toChars;

    public CodePointPositions(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return;
        }

        _toCodePoints = new int[text.Length + 1];
        _toChars = new int[CodePoints.Count(text) + 1];
        int codePoints = 0;
        for (int i = 0; i < text.Length; codePoints++)
        {
            CodePoints.At(text, i, out int length);
            _toChars[codePoints] = i;
            Array.Fill(_toCodePoints, codePoints, i, length);
            i += length;
        }

        _toChars[codePoints] = text.Length;
        _toCodePoints[text.Length] = codePoints;
    }

    public TextSpan ToCodePoints(TextSpan span) =>
        _toCodePoints is null ? span : new TextSpan(_toCodePoints[span.Start], _toCodePoints[span.End]);

    public TextSpan ToChars(TextSpan span) =>
        _toChars is null ? span : new TextSpan(_toChars[span.Start], _toChars[span.End]);
}
