# SPDX-License-Identifier: Apache-2.0
"""The catalogue as one self-contained page: no script, nothing fetched, plots as SVG that two line styles tell apart."""
import html as escaping, math

WIDTH, HEIGHT, MARGIN = 300, 180, 26

STYLE = """
:root { color-scheme: light dark; --ink: #1c2126; --soft: #5d6770; --line: #d5dade; --paper: #fff; --card: #f6f8f9; --value: #0b62c4; --slope: #b4480b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaed; --soft: #9aa5ae; --line: #39424a; --paper: #14181b; --card: #1c2226; --value: #6db3ff; --slope: #ff9d5c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; color: var(--ink); background: var(--paper); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; } h2 { margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); } h3 { margin: 0; font: 600 1.05rem ui-monospace, monospace; }
nav a { margin-right: .9rem; white-space: nowrap; } a { color: var(--value); }
article { display: grid; grid-template-columns: 1fr auto; gap: 0 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.2rem; margin: .9rem 0; }
article > div { min-width: 0; } p { margin: .2rem 0 .6rem; color: var(--soft); }
dl { display: grid; grid-template-columns: 7rem 1fr; gap: .15rem .8rem; margin: 0; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
code { font: .92em ui-monospace, monospace; } dd.formula code { white-space: pre-wrap; }
figure { margin: 0; } figcaption { color: var(--soft); font-size: .8rem; max-width: 300px; }
svg text { fill: var(--soft); font: 10px system-ui, sans-serif; } .axis { stroke: var(--line); } .value { stroke: var(--value); fill: none; stroke-width: 1.8; }
.slope { stroke: var(--slope); fill: none; stroke-width: 1.5; stroke-dasharray: 5 3; }
@media (max-width: 56rem) { article { grid-template-columns: 1fr; } }
"""

def escaped(text):
    return escaping.escape(str(text))

def marked(text):
    """Text with `code` in it."""
    parts = escaped(text).split("`")
    return "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))

def seen(curve):
    """Whether any of its values can be drawn: at a target of 0 some deviances have none."""
    return any(v is not None and math.isfinite(v) for v in curve[2])

def span(columns):
    """The heights worth showing: steep ends are cut, so that they do not flatten the rest."""
    finite = sorted(v for column in columns for v in column if v is not None and math.isfinite(v))
    low, high = finite[len(finite) // 50], finite[-1 - len(finite) // 50]
    low, high = max(min(low, 0.0), -8.0), min(max(high, 1.0), 8.0)
    return low, max(high, low + 1)

def path(kind, xs, ys, x_of, y_of, low, high):
    commands, drawing = [], False
    for x, y in zip(xs, ys):
        inside = y is not None and math.isfinite(y) and low - (high - low) <= y <= high + (high - low)
        if inside:
            commands.append(f"{'L' if drawing else 'M'}{x_of(x):.1f} {y_of(y):.1f}")
        drawing = inside
    return f'<path class="{kind}" d="{" ".join(commands)}"/>'

def plot(operation, curve):
    name = operation["name"]
    varied, xs, values, slopes = curve
    low, high = span((values, slopes))
    x_of = lambda x: MARGIN + (x - xs[0]) / (xs[-1] - xs[0]) * (WIDTH - 2 * MARGIN)
    y_of = lambda y: HEIGHT - MARGIN - (y - low) / (high - low) * (HEIGHT - 2 * MARGIN)
    has_slope = any(s is not None for s in slopes)
    parts = [f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{escaped(name)} against {escaped(varied)}">',
             f'<clipPath id="clip-{name}"><rect x="{MARGIN}" y="{MARGIN / 2}" width="{WIDTH - 2 * MARGIN}" height="{HEIGHT - 1.5 * MARGIN}"/></clipPath>']
    for y in sorted({0.0, round(high), round(low)}):
        if low <= y <= high:
            parts.append(f'<line class="axis" x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{y_of(y):.1f}" y2="{y_of(y):.1f}"/><text x="{MARGIN - 4}" y="{y_of(y) + 3:.1f}" text-anchor="end">{y:g}</text>')
    for x in (xs[0], (xs[0] + xs[-1]) / 2, xs[-1]):
        parts.append(f'<text x="{x_of(x):.1f}" y="{HEIGHT - 8}" text-anchor="middle">{x:g}</text>')
    parts.append(f'<g clip-path="url(#clip-{name})">' + (path("slope", xs, slopes, x_of, y_of, low, high) if has_slope else "") + path("value", xs, values, x_of, y_of, low, high) + "</g></svg>")
    entry = "" if operation["family"] == "elementwise" else "the first entry of "
    caption = "value (line)" + (" and derivative (dashes)" if has_slope else "") + f" against {entry}{escaped(varied)}"
    return f"<figure>{''.join(parts)}<figcaption>{caption}</figcaption></figure>"

def article(operation, facts, curves):
    name = operation["name"]
    rows = "".join(f'<dt>{label}</dt><dd class="formula"><code>{escaped(text)}</code></dd>' if formula else f"<dt>{label}</dt><dd>{marked(text)}</dd>"
                   for label, text, formula in facts(operation) if text)
    drawn = plot(operation, curves[name]) if name in curves and seen(curves[name]) else ""
    return f'<article id="{name}"><div><h3>{name}</h3><p>{escaped(operation["summary"])}</p><dl>{rows}</dl></div>{drawn}</article>'

def html(families, facts, curves):
    count = sum(len(members) for _, _, members in families)
    sections = "".join(f'<h2 id="{family}">{title}</h2><nav>{" ".join(f"""<a href="#{o["name"]}">{o["name"]}</a>""" for o in members)}</nav>' + "\n".join(article(o, facts, curves) for o in members)
                       for family, title, members in families)
    contents = " ".join(f'<a href="#{family}">{title}</a>' for family, title, _ in families)
    return ("<!DOCTYPE html>\n<!-- SPDX-License-Identifier: Apache-2.0; generated by docs/catalogue.py, do not edit -->\n"
            '<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width"/><title>lossproof: the catalogue</title>'
            f"<style>{STYLE}</style></head><body><h1>The catalogue</h1><p>{count} operations. Formulas are printed by running the entries themselves; "
            f"every point of a plot is a certified value.</p><nav>{contents}</nav>{sections}</body></html>\n")
