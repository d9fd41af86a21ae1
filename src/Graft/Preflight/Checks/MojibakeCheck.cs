using System.Globalization;
using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Texts that were decoded with a wrong encoding somewhere on their way.</summary>
internal sealed class MojibakeCheck() : RowCheck(
    InputKind.Text, "mojibake",
    "Read the file with the encoding that it was written in and save it as UTF-8, or repair these rows.")
{
    /// <inheritdoc/>
    protected override string? Fault(PreflightData data, RowFacts facts) => ((TextFacts)facts).Garbled is > 0 and var places ? string.Create(CultureInfo.InvariantCulture, $"{places} {(places == 1 ? "place" : "places")}") : null;

    /// <inheritdoc/>
    protected override string Summary(PreflightData data, int count, int total) => $"{Share(count, total)} look garbled by a wrong encoding, as “Ã©” for “é”, or hold lost characters (U+FFFD).";
}
