namespace Pyruse.Reporting.Graphs;

/// <summary>The style sheets of drawings.</summary>
internal static class GraphStyle
{
    /// <summary>Of the drawing and what surrounds it, light and dark.</summary>
    public const string OfDrawing = """
        :root{--ground:#fff;--text:#1f2328;--faint:#656d76;--line:#d0d7de;--listed:#ddf4ff;--jump:#fff3d6;--start:#dafbe1;--none:#eaeef2;--then:#1a7f37;--else:#bc4c00;--next:#8c959f}
        @media (prefers-color-scheme:dark){:root{--ground:#0d1117;--text:#e6edf3;--faint:#9198a1;--line:#3d444d;--listed:#12304d;--jump:#3d2f0b;--start:#12391f;--none:#21262d;--then:#3fb950;--else:#f0883e;--next:#7d8590}}
        .pyruse text{font:12px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;fill:var(--text)}
        .pyruse .box{fill:var(--ground);stroke:var(--line)}
        .pyruse .title{fill:var(--listed);stroke:var(--line)}
        .pyruse .jump .title{fill:var(--jump)}
        .pyruse .start .title{fill:var(--start)}
        .pyruse .unreachable .title{fill:var(--none)}
        .pyruse .name{font:bold 13px system-ui,"DejaVu Sans",sans-serif}
        .pyruse .from,.pyruse .count{font:11px system-ui,"DejaVu Sans",sans-serif;fill:var(--faint)}
        .pyruse .end{text-anchor:end}
        .pyruse .mark{font-weight:bold}
        .pyruse .mark.filter{fill:var(--faint)}
        .pyruse .mark.action{fill:var(--then)}
        .pyruse text.dead{text-decoration:line-through;fill:var(--faint)}
        .pyruse .idle text,.pyruse text.idle{fill:var(--faint)}
        .pyruse .label{font-size:11px}
        .pyruse text.then{fill:var(--then)}
        .pyruse text.else{fill:var(--else)}
        .pyruse path.then,.pyruse path.else,.pyruse path.next{fill:none;stroke-width:1.3}
        .pyruse path.then{stroke:var(--then)}
        .pyruse path.else{stroke:var(--else)}
        .pyruse path.next{stroke:var(--next);stroke-dasharray:5 3}
        .pyruse path.idle{opacity:.4}
        .pyruse path.then.head{fill:var(--then);stroke:none}
        .pyruse path.else.head{fill:var(--else);stroke:none}
        .pyruse path.next.head{fill:var(--next);stroke:none}
        .pyruse path:not(.title):hover{stroke-width:4}
        .pyruse a:hover text{text-decoration:underline}
        .pyruse .chain:target .box{stroke:var(--else);stroke-width:3}
        """;

    /// <summary>Of a picture that is a file of its own.</summary>
    public const string OfPicture = OfDrawing + "\nsvg{background:var(--ground)}\n";

    /// <summary>Of a page.</summary>
    public const string OfPage = OfDrawing + """

        body{margin:0;padding:1.2rem;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,"DejaVu Sans",sans-serif}
        h1{font-size:1.3rem;margin:0}
        p{margin:.3rem 0}
        .faint{color:var(--faint)}
        .key{display:inline-block;padding:0 .5em;border:1px solid var(--line);border-radius:4px;margin-right:.4em}
        .scroll{overflow-x:auto}
        """;
}
