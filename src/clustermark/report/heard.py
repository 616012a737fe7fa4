"""What interviews say beside the figures that it bears on: on the page of each row, themes and cleared words."""

from collections.abc import Mapping

from clustermark.findings.catalogue import measures
from clustermark.report.document import Block, Heading, Items, Paragraph
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, known_of, linked, rows_of, share, size
from clustermark.words import numbers
from clustermark.words.inline import Inline, fill, inline

MOST_THEMES, MOST_QUOTES = 3, 2


def heard(material: Material, row: str) -> list[Block]:
    """The themes of interviews that inform the measures of a row, most spoken of first, and two quotations."""
    themes = [one for one in rows_of(material, "code_frequencies", subject=material.focus, role="") if _bears(one, row)]
    told = sorted((one for one in themes if one.get("share") is not None), key=lambda one: -size(one, "interviews"))
    if not told:
        return []
    say = material.voice.say
    items = [_theme(material, one) for one in told[:MOST_THEMES]]
    quotes = [_quote(material, one, themes) for one in _quotations(material, row)]
    return [
        Heading(say("interviewed.heard.head")),
        Items((*items, *quotes)),
        Paragraph(inline(say("interviewed.heard.note")), "small"),
    ]


def _bears(one: Mapping[str, object], row: str) -> bool:
    known = (measures().get(name) for name in str(one.get("informs") or "").split())
    return any(measure is not None and measure.row == row for measure in known)


def _theme(material: Material, one: Mapping[str, object]) -> Inline:
    finding = known_of(material, "interviews.mentioned_by", material.focus, segment=str(one["code"]))
    return fill(
        "interviewed.heard.theme",
        material.language,
        theme=str(one[f"name_{material.language}"]),
        share=linked(material, finding, share(material, size(one, "share"))),
        k=numbers.count(int(size(one, "interviews")), material.language),
        n=numbers.count(int(size(one, "n")), material.language),
    )


def _quotations(material: Material, row: str) -> Rows:
    """Two quotations of different words, key quotes first."""
    found: dict[str, dict[str, object]] = {}
    rows = rows_of(material, "quotations", subject=material.focus)
    for one in sorted((one for one in rows if _bears(one, row)), key=lambda one: not one["key_quote"]):
        found.setdefault(str(one["text"]), one)
    return list(found.values())[:MOST_QUOTES]


def _quote(material: Material, one: Mapping[str, object], themes: Rows) -> Inline:
    names = {str(theme["code"]): str(theme[f"name_{material.language}"]) for theme in themes}
    return fill(
        "interviewed.quotes.one",
        material.language,
        words=str(one["text"]),
        role=material.voice.say(f"interviewed.role.{one['role']}"),
        theme=names.get(str(one["code"]), str(one["code"])),
    )
