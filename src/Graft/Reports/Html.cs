namespace Graft.Reports;

/// <summary>Markup that is known to be safe: only <see cref="HtmlBuilder"/> and the charts make it.</summary>
/// <param name="Markup">The markup.</param>
internal readonly record struct Html(string Markup)
{
    public override string ToString() => Markup;
}
