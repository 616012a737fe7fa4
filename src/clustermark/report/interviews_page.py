"""What executives say: themes with intervals, interviews by themes, saturation, agreement, trust, cleared words."""

from collections.abc import Mapping, Sequence

from clustermark.findings.model import Finding
from clustermark.report import chart_ranges, chart_saturation
from clustermark.report.document import Block, Cell, Figure, Heading, Items, Page, Paragraph, Row, Table
from clustermark.report.material import Material
from clustermark.report.tabled import (
    Rows,
    drawn,
    end,
    known_of,
    laid_out,
    leading,
    linked,
    rows_of,
    share,
    size,
    sketched,
)
from clustermark.words import numbers
from clustermark.words.inline import Inline, Span, fill, inline, join
from clustermark.words.verdicts import channel_word, code_word

SOURCES = ("interviews", "segments")
MOST_THEMES, MOST_COLUMNS, MOST_QUOTES = 12, 16, 8
MOST_ROWS = 6  # of interviews by themes, which a phone lays out one below the other; all of them are in results/
STANCES: Mapping[str, str] = {"positive": "+", "negative": "\u2212", "mixed": "\u00b1", "": ""}
COMPONENTS = ("limitations", "coherence", "adequacy", "relevance")


def interviews_page(material: Material) -> Page | None:
    """The page; None where nobody was interviewed about the focus."""
    held = known_of(material, "interviews.held", material.focus)
    if held is None:
        return None
    say = material.voice.say
    themes = _themes(material)
    blocks: list[Block] = [Paragraph(inline(say("interviewed.who-is-told")), "small")]
    blocks += [figure for figure in (_spoken(material, held, themes), _saturation(material)) if figure is not None]
    for key, table in (
        ("cases", _cases(material, themes)),
        ("agreement", _agreement(material)),
        ("trust", _trust(material, themes)),
    ):
        if table is not None and table.rows:
            blocks += [Heading(say(f"interviewed.{key}.head")), table]
            blocks.append(Paragraph(inline(say(f"interviewed.{key}.note")), "small"))
            blocks += _differing(material) if key == "agreement" else []
    blocks += [*_beside(material), *_quotations(material)]
    question = say("interviewed.question", place=material.voice.place(material.focus))
    return Page("interviews", say("interviewed.name"), question, _answer(material, held, themes), tuple(blocks))


def _themes(material: Material) -> Rows:
    """Themes that may be told, those that most interviews speak of first."""
    rows = rows_of(material, "code_frequencies", subject=material.focus, role="")
    told = [row for row in rows if row.get("share") is not None]
    return sorted(told, key=lambda row: (-size(row, "interviews"), str(row["code"])))


def theme_name(material: Material, row: Mapping[str, object]) -> str:
    """The name of a theme in the language of the report."""
    return str(row.get(f"name_{material.language}") or row["code"])


def _answer(material: Material, held: Finding, themes: Rows) -> Inline:
    n = linked(material, held, "")
    if not themes:
        return fill("interviewed.answer-none", material.language, n=n)
    parts: list[str | Inline] = []
    for at, row in enumerate(themes[:3]):
        finding = known_of(material, "interviews.mentioned_by", material.focus, segment=str(row["code"]))
        shown = linked(material, finding, share(material, size(row, "share")))
        parts += [material.voice.say("sentences.form.list") if at else "", theme_name(material, row), " ", shown]
    return fill("interviewed.answer", material.language, n=n, themes=inline(*parts))


def _spoken(material: Material, held: Finding, themes: Rows) -> Figure | None:
    if not themes:
        return None
    shown = themes[:MOST_THEMES]
    lines = [
        chart_ranges.Line(
            theme_name(material, row),
            [chart_ranges.Mark(size(row, "share"), end(row, "low"), end(row, "high"))],
            _count(material, row),
        )
        for row in shown
    ]
    axis = chart_ranges.Scale(lambda value: share(material, value), ends=(0.0, 1.0))
    first = shown[0]
    finding = known_of(material, "interviews.mentioned_by", material.focus, segment=str(first["code"]))
    title = fill(
        "interviewed.spoken.title", material.language, theme=theme_name(material, first),
        k=_times(material, first, finding), n=linked(material, held),
    )  # fmt: skip
    columns = (f"name_{material.language}", "interviews", "n", "share", "low", "high", "passages")
    return drawn(
        material,
        "interviews-themes",
        title,
        _below(material, "interviewed.spoken.subtitle"),
        chart_ranges.both([chart_ranges.Panel("", lines)], axis),
        [f"{line.name} {line.words}" for line in lines],
        SOURCES,
        laid_out(material, "code_frequencies", columns, shown),
    )


def _times(material: Material, row: Mapping[str, object], finding: Finding | None) -> Inline:
    """How many interviews speak of a theme, as a link."""
    count = numbers.count(int(size(row, "interviews")), material.language)
    return leading(material, finding, count) if finding is not None else inline(Span(count, "strong"))


def _below(material: Material, key: str) -> str:
    """What stands under a title; it begins with a warning where the interviews are made up."""
    warning = material.voice.say("report.chart.illustrative") if sketched(material, *SOURCES) else ""
    return warning + material.voice.say(key)


def _count(material: Material, row: Mapping[str, object]) -> str:
    return material.voice.say(
        "interviewed.spoken.count",
        share=share(material, size(row, "share")),
        k=numbers.count(int(size(row, "interviews")), material.language),
        n=numbers.count(int(size(row, "n")), material.language),
    )


def _saturation(material: Material) -> Figure | None:
    rows = rows_of(material, "saturation_curve", subject=material.focus, role="")
    if not rows:
        return None
    reached = known_of(material, "interviews.saturation", material.focus)
    key = "interviewed.saturation.title" if reached else "interviewed.saturation.not-yet"
    title = fill(key, material.language, at=linked(material, reached), n=str(len(rows)))
    points = [(int(size(row, "interviews")), size(row, "low"), size(row, "median"), size(row, "high")) for row in rows]
    words = chart_saturation.Words(
        material.voice.say("interviewed.saturation.across"), material.voice.say("interviewed.saturation.up")
    )
    at = reached.value if reached is not None and isinstance(reached.value, float) else None
    columns = ("interviews", "low", "median", "high")
    return drawn(
        material,
        "interviews-saturation",
        title,
        _below(material, "interviewed.saturation.subtitle"),
        chart_saturation.both(points, words, at),
        [f"{n}: {middle:.0f}" for n, _, middle, _ in points],
        SOURCES,
        laid_out(material, "saturation_curve", columns, rows),
    )


def _cases(material: Material, themes: Rows) -> Table | None:
    """Interviews by themes; an empty cell says "no evidence"."""
    rows = rows_of(material, "case_theme", subject=material.focus)
    listed = sorted({int(size(row, "interview")): str(row["role"]) for row in rows}.items())
    if not listed or len(listed) > MOST_COLUMNS:
        return None
    cells = {(int(size(row, "interview")), str(row["code"])): row for row in rows}
    say = material.voice.say
    made = [
        Row(
            inline(theme_name(material, theme)),
            tuple(_cell(material, cells.get((number, str(theme["code"])))) for number, _ in listed),
        )
        for theme in themes[:MOST_ROWS]
    ]
    head = (
        say("interviewed.cases.theme"),
        *(say("interviewed.cases.column", role=say(f"interviewed.letter.{role}"), n=number) for number, role in listed),
    )
    return Table(head, tuple(made), say("interviewed.cases.caption"), "data", numbers=tuple(range(len(listed))))


def _cell(material: Material, row: Mapping[str, object] | None) -> Cell:
    if row is None:
        return Cell((inline(Span(material.voice.say("interviewed.cases.none"), "quiet")),), number=True)
    text = f"{int(size(row, 'passages'))}{STANCES.get(str(row.get('stance') or ''), '')}"
    return Cell((inline(text),), number=True)


def _agreement(material: Material) -> Table | None:
    rows = rows_of(material, "code_agreement", subject=material.focus, coders="people")
    if not rows:
        return None
    names = {str(row["code"]): theme_name(material, row) for row in rows_of(material, "code_frequencies", role="")}
    names[""] = material.voice.say("interviewed.agreement.all")
    order = sorted(rows, key=lambda row: (str(row["code"]) != "", -size(row, "alpha"), str(row["code"])))
    made = [Row(inline(names[str(row["code"])]), _numbers(row)) for row in order if row.get("alpha") is not None]
    say = material.voice.say
    head = (
        say("interviewed.cases.theme"),
        *(say(f"interviewed.agreement.{key}") for key in ("alpha", "kappa", "f1", "units")),
    )
    return Table(head, tuple(made[: MOST_THEMES + 1]), form="data", numbers=(0, 1, 2, 3))


def _differing(material: Material) -> list[Block]:
    """How many places coders differ in, and where they are listed."""
    n = len(rows_of(material, "coding_conflicts"))
    counted = numbers.count(n, material.language)
    return [Paragraph(inline(material.voice.say("interviewed.agreement.differ", n=counted)), "small")] if n else []


def _numbers(row: Mapping[str, object]) -> tuple[Cell, ...]:
    ends = (end(row, "low"), end(row, "high"))
    span = f" ({ends[0]:.2f}\u2013{ends[1]:.2f})" if ends[0] is not None and ends[1] is not None else ""
    texts = [f"{size(row, 'alpha'):.2f}{span}"]
    texts += ["" if (value := end(row, name)) is None else f"{value:.2f}" for name in ("kappa", "f1", "unitising")]
    return tuple(Cell((inline(text),), number=True) for text in texts)


def _trust(material: Material, themes: Rows) -> Table | None:
    found = {str(row["code"]): row for row in rows_of(material, "theme_certainty", subject=material.focus)}
    say = material.voice.say
    made = []
    for theme in themes[:MOST_THEMES]:
        row = found.get(str(theme["code"]))
        if row is not None:
            level = code_word("interviews.certainty", str(row["certainty"]), material.voice)
            why = [say(f"interviewed.why.{row[f'{name}_why']}") for name in COMPONENTS if row[name] != "none"]
            text = say("sentences.form.joint").join(why) or say("interviewed.why.nothing")
            made.append(Row(inline(theme_name(material, theme)), (Cell((inline(level),)), Cell((inline(text),)))))
    head = (say("interviewed.cases.theme"), say("interviewed.trust.level"), say("interviewed.trust.why"))
    return Table(head, tuple(made), form="list") if made else None


def _beside(material: Material) -> list[Block]:
    """The type of governance that interviews name beside those that firms answered, channel by channel."""
    spoken = material.known("interviews.governance_type", material.focus)
    measured = [one for one in material.all("governance.measured_type", material.focus) if one.status == "ok"]
    if spoken is None or not measured:
        return []
    say = material.voice.say
    parts = [
        inline(
            channel_word(one.dimension("channel"), material.voice) if one.dimension("channel") else "",
            say("report.space"),
            Span(code_word(one.measure, str(one.value), material.voice), "number", material.voice.rows(one), one.id),
        )
        for one in measured
    ]
    said = fill(
        "interviewed.beside.both",
        material.language,
        spoken=inline(Span(code_word(spoken.measure, str(spoken.value), material.voice), "strong")),
        measured=join(parts, say("sentences.form.list")),
    )
    same = any(one.value == spoken.value for one in measured)
    verdict = say("interviewed.beside.same" if same else "interviewed.beside.apart")
    return [Heading(say("interviewed.beside.head")), Paragraph(inline(said, say("report.space"), verdict))]


def _quotations(material: Material) -> list[Block]:
    rows = rows_of(material, "quotations", subject=material.focus)
    held = known_of(material, "interviews.held", material.focus)
    withheld = dict(held.parameters).get("withheld", "") if held is not None else ""
    left_out = [Paragraph(inline(material.voice.say("interviewed.quotes.withheld", n=withheld)), "small")]
    rest: list[Block] = [*left_out] if withheld else []
    names = {str(row["code"]): theme_name(material, row) for row in rows_of(material, "code_frequencies", role="")}
    themes: dict[tuple[str, str], list[str]] = {}
    for row in sorted(rows, key=lambda row: not row["key_quote"]):
        named = names.get(str(row["code"]), str(row["code"]))
        themes.setdefault((str(row["text"]), str(row["role"])), []).append(named)
    if not themes:
        return rest or [Paragraph(inline(material.voice.say("interviewed.quotes.none")), "small")]
    items: Sequence[Inline] = [
        fill(
            "interviewed.quotes.one",
            material.language,
            words=words,
            role=material.voice.say(f"interviewed.role.{role}"),
            theme=material.voice.say("sentences.form.list").join(named),
        )
        for (words, role), named in list(themes.items())[:MOST_QUOTES]
    ]
    return [Heading(material.voice.say("interviewed.quotes.head")), Items(tuple(items)), *rest]
