namespace Graft.Text.Unicode;

/// <summary>The classes of code points that tokenizers ask for. The names are those of the sections of classes.txt.</summary>
[Flags]
internal enum CodePointClasses : byte
{
    None = 0,

    /// <summary>White space.</summary>
    Space = 1,

    /// <summary>Punctuation as BERT sees it: category P of Unicode 8, and every ASCII symbol.</summary>
    Punctuation = 2,

    /// <summary>Control, format and private use characters of Unicode 8; tab, line feed and carriage return are not.</summary>
    Control = 4,

    /// <summary>Non-spacing marks of Unicode 8: what BERT strips as accents.</summary>
    NonspacingMark = 8,

    /// <summary>All marks of Unicode 9: what the StripAccents normalizer strips.</summary>
    Mark = 16,

    /// <summary>Letters of Unicode 17.</summary>
    Letter = 32,

    /// <summary>Numbers of Unicode 17.</summary>
    Number = 64,

    /// <summary>What a word is made of: letters, marks, digits, connectors.</summary>
    Word = 128,
}
