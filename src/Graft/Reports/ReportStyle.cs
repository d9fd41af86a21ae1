namespace Graft.Reports;

/// <summary>The style sheet of the report.</summary>
internal static class ReportStyle
{
    /// <summary>Plain CSS; the colours of the dark scheme replace those of the light one.</summary>
    public static Html Sheet => new("""
        :root{--page:#f7f7f5;--card:#fff;--ink:#15171a;--soft:#565b63;--line:#e3e3df;--grid:#ebebe7;--s1:#2166c4;--s2:#0b8a63;--s3:#a86400;
        --s4:#7a4fc0;--right:#1f5fb4;--wrong:#c2410c;--on:#fff;--fill:#dbe7f7;--warn:#fff6e0;--warn-line:#e8c877;--yes:#0f7a4f;--no:#b3261e}
        @media (prefers-color-scheme:dark){:root{--page:#131416;--card:#1c1e21;--ink:#eceef0;--soft:#a3a9b2;--line:#33363b;--grid:#2b2e32;
        --s1:#6ea8f5;--s2:#3fc396;--s3:#e5a545;--s4:#b596f0;--right:#2f6fcb;--wrong:#d0561f;--on:#fff;--fill:#253a57;--warn:#2c2617;--warn-line:#6d5a26;
        --yes:#4cc38a;--no:#ff8a80}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
        body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        header,nav,main,footer{max-width:1080px;margin:0 auto;padding:0 20px}
        header{padding-top:40px}
        header p{margin:0;color:var(--soft)}
        header p b{color:var(--ink);font-weight:600}
        h1{margin:2px 0 4px;font-size:2.1rem;line-height:1.2;letter-spacing:-.02em;overflow-wrap:anywhere}
        h2{margin:0 0 14px;font-size:1.35rem;letter-spacing:-.01em}
        h3{margin:0 0 8px;font-size:1rem}
        ul+h3{margin-top:20px}
        nav ul{display:flex;flex-wrap:wrap;gap:4px 20px;margin:18px 0 0;padding:10px 0;list-style:none;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
        nav a{color:var(--s1);text-decoration:none}
        nav a:hover,nav a:focus-visible{text-decoration:underline}
        section{padding-top:36px}
        footer{padding-top:40px;padding-bottom:48px;color:var(--soft);font-size:.875rem}
        .card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px;margin:0}
        .card>p:first-child{margin-top:0}
        .hint{color:var(--soft);font-size:.875rem;margin:12px 0}
        .card>.hint:last-child{margin-bottom:0}
        .hero{display:grid;grid-template-columns:minmax(200px,1fr) 2fr;gap:12px 36px;align-items:center}
        .hero p{margin:0}
        .hero .chart{margin:12px 0 0}
        .big{font-size:3.6rem;font-weight:700;line-height:1.05;letter-spacing:-.03em}
        .lead{color:var(--soft)}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:12px 0 0}
        .tiles .card{padding:12px 16px}
        dt{color:var(--soft);font-size:.875rem}
        dd{margin:0;font-size:1.35rem;font-weight:600;font-variant-numeric:tabular-nums}
        .facts{display:flex;flex-wrap:wrap;gap:8px 32px;margin:0 0 14px}
        .notes{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:14px 20px;margin-top:12px}
        .notes.warning{background:var(--warn);border-color:var(--warn-line)}
        .notes ul{margin:0;padding-left:20px}
        .notes li{margin:3px 0;overflow-wrap:anywhere}
        .charts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:12px;align-items:start}
        .charts.uneven{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}
        .stack{display:grid;gap:12px}
        figcaption{display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 16px;font-weight:600;margin-bottom:10px}
        .legend{display:flex;flex-wrap:wrap;gap:2px 14px;font-weight:400;font-size:.875rem;color:var(--soft)}
        .legend>span{display:inline-flex;align-items:center;gap:6px}
        .key{width:14px;height:3px;border-radius:2px;background:var(--s1)}
        .key.s2{background:var(--s2)}.key.s3{background:var(--s3)}.key.s4{background:var(--s4)}.key.faint{background:var(--s1);opacity:.4}
        .key.right,.key.wrong{height:12px;width:12px;border-radius:3px;background:var(--right)}.key.wrong{background:var(--wrong)}
        .chart{display:block;width:100%;height:auto;margin:0 auto;font-family:inherit;overflow:visible}
        .chart text{fill:var(--soft);font-size:12px}
        .chart .strong,.chart .name{fill:var(--ink)}
        .chart .axis-title{font-size:12px}
        .grid{stroke:var(--grid)}.axis{stroke:var(--soft);stroke-opacity:.6}
        .line{fill:none;stroke:var(--s1);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
        .line.s2{stroke:var(--s2)}.line.s3{stroke:var(--s3)}.line.s4{stroke:var(--s4)}.line.faint{stroke-width:1;stroke-opacity:.35}
        .mark{fill:var(--s1);stroke:var(--card);stroke-width:1.5}
        .mark.s2{fill:var(--s2)}.mark.s3{fill:var(--s3)}.mark.s4{fill:var(--s4)}
        .track{fill:var(--grid)}.band{fill:var(--s1);fill-opacity:.35}.point{fill:var(--s1);stroke:var(--card);stroke-width:2}
        .baseline{stroke:var(--ink);stroke-width:2}
        .cell{fill:var(--grid);fill-opacity:.6}.right{fill:var(--right)}.wrong{fill:var(--wrong)}
        .chart .count{font-size:inherit;fill:var(--ink);font-variant-numeric:tabular-nums}.chart .count.on{fill:var(--on)}
        .share{fill:var(--s1);fill-opacity:.45}.whisker{stroke:var(--ink);stroke-width:1.25}
        .rows{fill:var(--soft);fill-opacity:.45}.diagonal{stroke:var(--ink);stroke-width:1.25;stroke-dasharray:5 4;fill:none}
        table{border-collapse:collapse;width:100%;font-size:.9375rem}
        th,td{text-align:left;padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
        thead th{color:var(--soft);font-weight:500;font-size:.875rem;vertical-align:bottom}
        tbody th{font-weight:500;overflow-wrap:anywhere}
        tbody tr:last-child th,tbody tr:last-child td{border-bottom:0}
        tfoot th,tfoot td{border-bottom:0;border-top:1px solid var(--line);font-weight:600}
        tfoot tr+tr th,tfoot tr+tr td{border-top:0}
        th.num,td.num{text-align:right;font-variant-numeric:tabular-nums}
        .pairs th{color:var(--soft);font-weight:400;width:45%}
        .pairs td{overflow-wrap:anywhere}
        .scroll{overflow-x:auto}
        .scores td:not(.num){white-space:nowrap;padding-left:12px}
        .scores th:not(.num)+th:not(.num){padding-left:12px}
        .scores thead th.num~th:not(.num){padding-left:12px}
        .bar{display:inline-block;width:90px;height:8px;border-radius:4px;background:var(--grid);margin-right:10px;overflow:hidden;vertical-align:middle}
        .bar i{display:block;height:100%;background:var(--s1);border-radius:4px}
        .value{font-variant-numeric:tabular-nums}
        details{margin-top:12px}
        summary{cursor:pointer;color:var(--s1);padding:4px 0}
        .quotes,.sheet{list-style:none;margin:0;padding:0;display:grid;gap:12px;grid-template-columns:repeat(auto-fill,minmax(300px,1fr))}
        .sheet{grid-template-columns:repeat(auto-fill,minmax(148px,1fr))}
        .sheet .card{padding:12px}
        .quotes .card{display:flex;flex-direction:column;justify-content:space-between}
        blockquote{margin:0 0 10px;overflow-wrap:anywhere;white-space:pre-line}
        .more,.source,.truth,.score{color:var(--soft);font-size:.875rem}
        .source{overflow-wrap:anywhere}
        .verdict{margin:0;line-height:1.4;overflow-wrap:anywhere}
        .yes{color:var(--yes)}.no{color:var(--no)}
        img{display:block;width:112px;max-width:100%;height:auto;margin:0 auto 10px;border-radius:6px;background:var(--grid);image-rendering:auto}
        .missing{color:var(--soft);font-size:.875rem}
        @media screen and (max-width:760px){.chart .tick,.chart .axis-title{font-size:15px}.charts,.charts.uneven,.hero{grid-template-columns:minmax(0,1fr)}header{padding-top:24px}h1{font-size:1.7rem}.card{padding:14px}
        .scores td:not(.num),.scores thead th.num~th:not(.num){padding-left:4px}.bar{display:block;width:100%;min-width:44px;margin:8px 0 2px}.quotes{grid-template-columns:minmax(0,1fr)}}
        @media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc;--grid:#e6e6e6;--s1:#2166c4;--s2:#0b8a63;--s3:#a86400;--s4:#7a4fc0;
        --right:#1f5fb4;--wrong:#c2410c;--warn:#fff6e0;--warn-line:#e8c877;--yes:#0f7a4f;--no:#b3261e}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}nav{display:none}body{font-size:11pt}section{padding-top:18pt}h2{break-after:avoid}
        figure,li,tr,.hero,.notes{break-inside:avoid}.hint{break-after:avoid}.hero{grid-template-columns:1fr 2fr}.charts{grid-template-columns:1fr 1fr}}
        @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        """);
}
