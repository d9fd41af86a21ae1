namespace Graft.Reports;

/// <summary>The frame of a page that needs nothing else: no network, no script, images as data URIs.</summary>
internal static class HtmlPage
{
    /// <summary>Makes a page.</summary>
    /// <param name="title">The window's title.</param>
    /// <param name="header">The page's head.</param>
    /// <param name="parts">Ids and names of the sections that the list of contents may name, in order.</param>
    /// <param name="sections">The sections; those that are missing are left out of the list.</param>
    public static string Render(string title, Html header, IReadOnlyList<(string Id, string Name)> parts, Html sections)
    {
        var page = new HtmlBuilder();
        page.Append($"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>""");
        page.Append($"""<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>""");
        page.Append($"""<meta name="color-scheme" content="light dark"/><title>{title}</title><style>{ReportStyle.Sheet}</style></head><body>{header}""");
        page.Append($"""<nav aria-label="Contents"><ul>""");
        foreach ((string id, string name) in parts.Where(part => sections.Markup.Contains($"<section id=\"{part.Id}\"", StringComparison.Ordinal)))
        {
            page.Append($"""<li><a href="#{id}">{name}</a></li>""");
        }

        page.Append($"</ul></nav>");
        page.Append($"""<main>{sections}</main><footer>Made by Graft. Everything on this page comes from this one run; nothing is loaded from elsewhere.</footer></body></html>""");
        return page.ToHtml().Markup;
    }
}
