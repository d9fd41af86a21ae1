using Graft.Evaluation;
using Graft.Reports.Charts;

namespace Graft.Reports.Sections;

/// <summary>Which labels are taken for which.</summary>
internal static class ConfusionSection
{
    private const int MostPairs = 10;

    public static void Append(HtmlBuilder html, RunReport report)
    {
        if (report.Test is not { } test)
        {
            return;
        }

        ConfusionMatrix matrix = test.ConfusionMatrix;
        html.Append($"""<section id="confusion"><h2>What is taken for what</h2><div class="charts uneven">""");
        if (matrix.ClassCount <= ConfusionChart.MostLabels)
        {
            html.Append($"""<figure class="card"><figcaption>Confusion matrix<span class="legend"><span><i class="key right"></i>right</span><span><i class="key wrong"></i>mistaken</span></span></figcaption>""");
            html.Append($"""<div class="scroll">{ConfusionChart.Draw(matrix, report.LabelName)}</div><p class="hint">Numbers are test rows; the shade is the share of the true label's rows.</p></figure>""");
        }

        AppendPairs(html, report, matrix);
        html.Append($"</div></section>");
    }

    private static void AppendPairs(HtmlBuilder html, RunReport report, ConfusionMatrix matrix)
    {
        html.Append($"""<div class="card"><h3>Most frequent mistakes</h3>""");
        (int True, int Predicted, int Count)[] pairs = [.. Findings.Confusions(matrix).Take(MostPairs)];
        if (pairs.Length == 0)
        {
            html.Append($"<p>None on these test rows.</p></div>");
            return;
        }

        html.Append($"""<div class="scroll"><table><thead><tr><th scope="col">True label</th><th scope="col">Predicted</th><th scope="col" class="num">Rows</th><th scope="col" class="num">Of its rows</th></tr></thead><tbody>""");
        foreach ((int truth, int predicted, int count) in pairs)
        {
            html.Append($"""<tr><th scope="row" dir="auto">{report.LabelName(truth)}</th><td dir="auto">{report.LabelName(predicted)}</td><td class="num">{count}</td>""");
            html.Append($"""<td class="num">{MetricText.Percent(count / (double)matrix.Support(truth))}</td></tr>""");
        }

        html.Append($"</tbody></table></div></div>");
    }
}
