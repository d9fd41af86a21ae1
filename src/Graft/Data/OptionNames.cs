namespace Graft.Data;

/// <summary>The options that remedies name, as the library and as the command call them.</summary>
internal static class OptionNames
{
    public const string TextColumn = "TextColumn (--text-column)";
    public const string TextPairColumn = "TextPairColumn (--text-pair-column)";
    public const string ImageColumn = "ImageColumn (--image-column)";
    public const string LabelColumns = "LabelColumns (--label-column)";
    public const string ProblemType = "ProblemType (--problem-type)";
    public const string SkipBad = "SkipBad (--skip-bad)";
    public const string Shuffle = "Shuffle (--shuffle)";
    public const string Stratify = "Stratify (--stratify)";
    public const string Delimiter = "Delimiter (--delimiter)";
    public const string LabelSeparator = "LabelSeparator (--label-separator)";
    public const string QuotedFields = "QuotedFields = false (--no-quotes)";
}
