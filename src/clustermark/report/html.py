"""The report as one HTML file: opens from disk, asks the network for nothing, both languages with a switch.

Text is escaped by the template engine; the few fragments made here escape their text themselves.
"""

import os
import tempfile
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from clustermark.report.chart_direct import DIRECT
from clustermark.report.charts import draw
from clustermark.report.document import Cell, Chart, Document, Figure
from clustermark.words.catalogue import text
from clustermark.words.inline import Inline, Span, plain

MOST_SUPERSCRIPTS = 2  # numbers of cards printed beside a figure
LONG = 14  # letters from which on a link may break over lines
LANG = {"zh": "zh-CN", "en": "en"}
SHORT_ADDRESS = 70


def _asset(name: str) -> str:
    return (files("clustermark.report") / "templates" / name).read_text(encoding="utf-8")


def safe_address(address: str) -> str:
    """An address that may be linked: http or https with a host; "" for anything else."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        return ""
    clean = "".join(letter for letter in address.strip() if letter.isprintable() and letter not in "<>\"'` \\")
    return clean if parts.scheme in ("http", "https") and host else ""


def short_address(address: str) -> str:
    """An address to be read: without its scheme, cut where it is long."""
    shown = address.partition("://")[2] or address
    return shown if len(shown) <= SHORT_ADDRESS else shown[: SHORT_ADDRESS - 1] + "…"


def run(span: Span, document: Document) -> Markup:
    """A run of text; a number with cards is a link to the first of them and names the others."""
    words = escape(span.text)
    if span.language and span.language != document.language:
        words = Markup('<span lang="{}">{}</span>').format(LANG.get(span.language, span.language), words)
    cards = [document.numbers[row] for row in span.rows if row in document.numbers]
    if span.role == "number" and cards:
        shown = ", ".join(str(number) for number in cards[:MOST_SUPERSCRIPTS])
        more = "…" if len(cards) > MOST_SUPERSCRIPTS else ""
        return Markup('<a class="n{7}" href="#{0}-e{1}"{2}{3}>{4}<sup>[{5}{6}]</sup></a>').format(
            document.language,
            cards[0],
            Markup(' data-r="{}"').format(" ".join(map(str, cards))) if len(cards) > 1 else "",
            Markup(' data-f="{}"').format(span.finding) if span.finding else "",
            words,
            shown,
            more,
            " long" if len(span.text) > LONG else "",
        )
    if span.role in ("strong", "state", "number"):
        return Markup("<b>{}</b>").format(words)
    return Markup('<span class="q">{}</span>').format(words) if span.role == "quiet" else words


def runs(inline: Inline, document: Document) -> Markup:
    """Runs of text in a row."""
    return Markup("").join(run(span, document) for span in inline)


def svg(chart: Chart, document: Document) -> Markup:
    """Both drawings of a chart; the style sheet shows the one that fits."""
    drawn = (
        draw(spec, alternative=chart.alternative, css=css, language=document.language)
        for spec, css in ((chart.wide, "w"), (chart.narrow, "nw"))
    )
    return Markup("".join(drawn))  # noqa: S704 - drawn by us, its texts escaped by the drawing library and by draw()


def _environment() -> Environment:
    engine = Environment(
        loader=FunctionLoader(_asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    engine.filters["plain"] = plain
    engine.filters["address"] = safe_address
    engine.filters["short_address"] = short_address
    engine.tests["one_text"] = one_text
    engine.tests["block"] = lambda block, name: type(block).__name__ == name
    return engine


def _style(documents: Mapping[str, Document]) -> str:
    """The style sheet; what only pages on the chain need stands in files that have such."""
    return _asset("report.css") + (_asset("chain.css") if many_figures(documents) else "")


def many_figures(documents: Mapping[str, Document]) -> bool:
    """Whether documents have figures that are drawn in few letters: all of the file is then written so."""
    pages = (page for document in documents.values() for page in document.pages)
    figures = (block for page in pages for block in page.blocks if isinstance(block, Figure))
    return any(figure.chart.wide.get("drawn") == DIRECT for figure in figures)


def one_text(cell: Cell) -> bool:
    """Whether a cell holds one run of plain text and nothing else: it needs no element of its own."""
    spans = [span for line in cell.lines for span in line]
    alone = cell.level is None and cell.verdict is None and not cell.note and len(spans) == len(cell.lines) == 1
    return alone and spans[0].role == "text" and not spans[0].language


def heads(head: Sequence[str]) -> Markup:
    """The heads of a table as custom properties, once for all its cells: --p1:'Share';--p2:'Interval'."""
    said = ";".join(f"--p{at}:'{_css_string(text)}'" for at, text in enumerate(head) if at)
    return Markup(said)  # noqa: S704 - letters, digits and numbers of signs only


def _css_string(text: str) -> str:
    """A text within quotes of a style sheet: what could end the string is written by its number."""
    return "".join(letter if letter.isalnum() or letter in " ,.()-" else f"\\{ord(letter):x} " for letter in text)


def render(documents: Mapping[str, Document]) -> str:
    """The whole file; the first document is shown at first."""
    engine = _environment()
    template = engine.get_template("report.html.j2")
    page = template.render(
        documents=list(documents.values()),
        first=next(iter(documents)),
        lang=LANG,
        say=lambda key, language, **fields: text(f"report.page.{key}", language, **fields),
        card_word=lambda key, language, **fields: text(f"report.card.{key}", language, **fields),
        runs=runs,
        svg=svg,
        heads=heads,
        short=many_figures(documents),
        style=Markup(_style(documents)),  # noqa: S704 - our own files
        script=Markup(_asset("report.js")),  # noqa: S704 - our own file
    )
    return "\n".join(line.strip() for line in page.splitlines() if line.strip()) + "\n"


def write_html(documents: Mapping[str, Document], path: Path) -> None:
    """Write the report in all its languages, atomically."""
    content = render(documents).encode("utf-8")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".report-", suffix=".html")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
