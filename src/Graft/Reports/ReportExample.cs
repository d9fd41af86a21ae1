namespace Graft.Reports;

/// <summary>One row with its prediction: a text or an image.</summary>
public sealed record ReportExample
{
    /// <summary>The text, or null for an image.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// The bytes of a PNG, JPEG, GIF or WebP file, or null for a text. Best a thumbnail: they go into the page as they are; above a million bytes the page says so instead.
    /// </summary>
    public ReadOnlyMemory<byte>? Image { get; init; }

    /// <summary>Where the row comes from: a file name or "row 17 of test.csv"; or null.</summary>
    public string? Source { get; init; }

    /// <summary>The label in the data, or null where it is not known.</summary>
    public string? TrueLabel { get; init; }

    /// <summary>The label that the model gives.</summary>
    public required string PredictedLabel { get; init; }

    /// <summary>The score of the predicted label, 0..1.</summary>
    public required double Score { get; init; }
}
