using Graft.Evaluation;
using Graft.Reports.Charts;

namespace Graft.Reports.Sections;

/// <summary>Whether the scores can be read as probabilities.</summary>
internal static class CalibrationSection
{
    public static void Append(HtmlBuilder html, RunReport report)
    {
        if (report.Calibration is not { } calibration)
        {
            return;
        }

        html.Append($"""<section id="confidence"><h2>Confidence</h2><div class="charts"><figure class="card"><figcaption>Is it right as often as it is sure?</figcaption>""");
        html.Append($"{ReliabilityChart.Draw(calibration, report.Confidence)}");
        html.Append($"""<p class="hint">On the dashed line, confidence and accuracy agree; below it, the model is surer than right. The thin lines are {100 * report.Confidence:0.#}% intervals.</p></figure>""");
        html.Append($"""<div class="card"><p>{Findings.Confidence(calibration)}</p><dl class="facts"><div><dt>Expected calibration error, {calibration.BinCount} bins</dt><dd>{MetricText.Percent(calibration.ExpectedError)}</dd></div>""");
        html.Append($"""<div><dt>Largest gap of a bin</dt><dd>{MetricText.Percent(calibration.MaximumError)}</dd></div></dl><div class="scroll"><table><thead><tr><th scope="col">Confidence</th><th scope="col" class="num">Rows</th><th scope="col" class="num">Mean confidence</th><th scope="col" class="num">Right</th></tr></thead><tbody>""");
        foreach (CalibrationBin bin in calibration.Bins)
        {
            html.Append($"""<tr><th scope="row">{100.0 * bin.Index / calibration.BinCount:0.#}–{100.0 * (bin.Index + 1) / calibration.BinCount:0.#}%</th><td class="num">{MetricText.Count(bin.Count)}</td>""");
            html.Append($"""<td class="num">{MetricText.Percent(bin.Confidence)}</td><td class="num">{MetricText.Percent(bin.Accuracy)}</td></tr>""");
        }

        html.Append($"</tbody></table></div></div></div></section>");
    }
}
