namespace Graft.Data.Reading;

/// <summary>The names by which columns tell what they are for. Compared in lower case, with '_' for blanks, dots and dashes.</summary>
internal static class ColumnNames
{
    /// <summary>Names of text columns that settle it, then those that are likely.</summary>
    public static readonly IReadOnlyList<string> SureTexts = ["text", "texts"];

    /// <inheritdoc cref="SureTexts"/>
    public static readonly IReadOnlyList<string> LikelyTexts =
    [
        "sentence", "sentences", "review", "reviews", "content", "contents", "body", "message", "document", "comment", "comments",
        "tweet", "post", "utterance", "question", "query", "review_text", "review_body", "text_a", "sentence1", "text1", "question1",
        "premise", "passage", "article", "description", "abstract", "summary", "headline", "title", "input", "comment_text", "full_text",
        "clean_text", "sms", "email", "paragraph", "statement", "snippet", "prompt",
    ];

    /// <summary>Names of two columns that are a pair of texts.</summary>
    public static readonly IReadOnlyList<(string First, string Second)> Pairs =
    [
        ("text", "text_pair"), ("text_a", "text_b"), ("text1", "text2"), ("sentence1", "sentence2"), ("sentence_a", "sentence_b"),
        ("question1", "question2"), ("premise", "hypothesis"), ("question", "sentence"), ("query", "passage"), ("query", "document"),
    ];

    /// <summary>Names of label columns that settle it, then those that are likely.</summary>
    public static readonly IReadOnlyList<string> SureLabels = ["label", "labels"];

    /// <inheritdoc cref="SureLabels"/>
    public static readonly IReadOnlyList<string> LikelyLabels =
    [
        "class", "classes", "category", "categories", "sentiment", "target", "targets", "classification", "class_label", "class_name",
        "label_name", "emotion", "emotions", "intent", "topic", "topics", "genre", "genres", "polarity", "stars", "rating", "score", "tag", "tags",
        "spam", "is_spam", "toxic", "fine_label", "coarse_label", "gold_label", "airline_sentiment", "species", "y",
    ];

    /// <summary>Names of columns with images or their files.</summary>
    public static readonly IReadOnlyList<string> Images = ["image", "img", "picture", "photo", "images"];

    /// <summary>Names of columns with the names of image files.</summary>
    public static readonly IReadOnlyList<string> ImageFiles = ["file_name", "filename", "image_path", "image_file", "file_path", "filepath", "path", "file", .. Images];

    private static readonly HashSet<string> Ids = ["id", "ids", "idx", "index", "row", "row_id", "uid", "uuid", "guid", "key", "unnamed:_0", "__index_level_0__", "no", "nr"];

    private static readonly HashSet<string> Known =
    [
        .. SureTexts, .. LikelyTexts, .. Pairs.Select(pair => pair.Second), .. SureLabels, .. LikelyLabels, .. ImageFiles,
        "id", "ids", "idx", "index", "uuid", "guid",
    ];

    /// <summary>A name as it is compared.</summary>
    public static string Normalise(string name) =>
        string.Concat(name.Trim().ToLowerInvariant().Select(c => c is ' ' or '-' or '.' ? '_' : c));

    /// <summary>Whether a field is a name that is known, and so probably part of a header.</summary>
    public static bool IsKnown(string field) => field.Length <= 32 && Known.Contains(Normalise(field));

    /// <summary>Whether a column's name says that it numbers or names the rows.</summary>
    public static bool IsId(string name) => Normalise(name) is var n && (Ids.Contains(n) || n.EndsWith("_id", StringComparison.Ordinal));
}
