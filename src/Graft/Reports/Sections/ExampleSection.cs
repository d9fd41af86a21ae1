namespace Graft.Reports.Sections;

/// <summary>Rows with their predictions: the surest mistakes, and a sample of all.</summary>
internal static class ExampleSection
{
    private const int LongestText = 420;
    private const int MostImageBytes = 1_000_000;

    public static void AppendMistakes(HtmlBuilder html, RunReport report)
    {
        if (report.Mistakes.Count > 0)
        {
            html.Append($"""<section id="mistakes"><h2>Surest mistakes</h2><p class="hint">The wrong answers with the highest scores: often a wrong label in the data, or a row that belongs to both.</p>""");
            AppendExamples(html, report.Mistakes);
            html.Append($"</section>");
        }
    }

    public static void AppendSamples(HtmlBuilder html, RunReport report)
    {
        if (report.Samples.Count > 0)
        {
            html.Append($"""<section id="samples"><h2>Sample predictions</h2>""");
            AppendExamples(html, report.Samples);
            html.Append($"</section>");
        }
    }

    private static void AppendExamples(HtmlBuilder html, IReadOnlyList<ReportExample> examples)
    {
        bool images = examples.All(e => e.Image is not null);
        html.Append($"""<ul class="{(images ? "sheet" : "quotes")}">""");
        foreach (ReportExample example in examples)
        {
            html.Append($"""<li class="card">""");
            if (example.Image is { } image)
            {
                string alt = example.TrueLabel is { } truth ? $"{truth}, predicted as {example.PredictedLabel}" : $"predicted as {example.PredictedLabel}";
                AppendImage(html, image, alt);
            }

            if (example.Text is { } text)
            {
                AppendText(html, text);
            }

            AppendVerdict(html, example);
            html.Append($"</li>");
        }

        html.Append($"</ul>");
    }

    /// <summary>A picture, or why the page cannot show it.</summary>
    public static void AppendImage(HtmlBuilder html, ReadOnlyMemory<byte> image, string alt)
    {
        if (ImageData.MediaType(image.Span) is not { } type)
        {
            html.Append($"""<p class="missing">This image is not in a format that a page can show.</p>""");
            return;
        }

        if (image.Length > MostImageBytes)
        {
            html.Append($"""<p class="missing">This image is too large to put into the page ({MetricText.Count(image.Length)} bytes).</p>""");
            return;
        }

        html.Append($"""<img width="112" alt="{alt}" src="data:{type};base64,{Convert.ToBase64String(image.Span)}"/>""");
    }

    /// <summary>A text, cut where it is long.</summary>
    public static void AppendText(HtmlBuilder html, string text)
    {
        if (text.Length <= LongestText)
        {
            html.Append($"""<blockquote dir="auto">{text}</blockquote>""");
            return;
        }

        int end = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
        html.Append($"""<blockquote dir="auto">{text[..end]}… <span class="more">({MetricText.Count(text.Length - end)} more characters)</span></blockquote>""");
    }

    private static void AppendVerdict(HtmlBuilder html, ReportExample example)
    {
        bool? right = example.TrueLabel is { } truth ? truth == example.PredictedLabel : null;
        string mark = right switch { true => "✓ ", false => "✗ ", null => "" };
        string style = right switch { true => "yes", false => "no", null => "" };
        html.Append($"""<p class="verdict"><span class="{style}">{mark}<b dir="auto">{example.PredictedLabel}</b></span> <span class="score">{MetricText.Percent(example.Score)}</span>""");
        if (right == false)
        {
            html.Append($"""<br/><span class="truth">labelled <b dir="auto">{example.TrueLabel}</b></span>""");
        }

        if (example.Source is { } source)
        {
            html.Append($"""<br/><span class="source">{source}</span>""");
        }

        html.Append($"</p>");
    }
}
