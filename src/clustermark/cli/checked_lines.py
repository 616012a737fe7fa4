"""What `clustermark check` says to a person."""

from collections.abc import Iterable, Sequence

from clustermark.cli.checked import ANSWERED, Checked, answered, where_of
from clustermark.cli.layout import table
from clustermark.cli.sheets import sheet_names, tables_of
from clustermark.evidence.model import QuarantinedRow
from clustermark.findings.catalogue import FIVE_PARTS, SEVEN_ROWS
from clustermark.findings.coverage import CoverageRow
from clustermark.words import text
from clustermark.words.outcomes import leaves
from clustermark.words.problems import Told, lines, shown, told, told_code
from clustermark.words.verdicts import is_known, reason, why_fields
from clustermark.words.voice import Voice, names_of

MOST = 10  # entries of a list unless all are asked for


def report_lines(checked: Checked, language: str, *, everything: bool = False) -> list[str]:
    """The whole report as lines."""
    names, labels = names_of(checked.evidence.rows("places"))
    findings = {finding.id: finding for finding in checked.findings}
    voice = Voice(language, names=names, labels=labels, findings=findings)
    study = checked.study
    title = text("cli.check.title", language, title=study.title.in_language(language), period=study.period)
    blocks = [
        [title],
        _sources(checked, language),
        _problems(checked, language),
        _quarantine(checked, language, everything),
        _questions(checked, voice, everything),
        _collect(checked, voice, everything),
    ]
    return [line for at, block in enumerate(block for block in blocks if block) for line in ([""] * bool(at) + block)]


def _sources(checked: Checked, language: str) -> list[str]:
    names = ("source", "file", "read", "accepted", "aside", "quarantined")
    head = [text(f"cli.check.head-{name}", language) for name in names]
    sources = checked.sources
    rows = [
        [one.source, one.place, *map(str, (one.read, one.accepted, one.set_aside, one.quarantined))] for one in sources
    ]
    fates = ("read", "accepted", "set_aside", "quarantined")
    total = [str(sum(getattr(one, fate) for one in sources)) for fate in fates]
    rows.append([text("cli.check.total", language), "", *total])
    return [text("cli.check.sources", language), *table(head, rows, numbers=range(2, 6))]


def _problems(checked: Checked, language: str) -> list[str]:
    found = [told(item, language) for item in checked.evidence.problems]
    if not found:
        return [] if checked.evidence.quarantined else [text("cli.check.fine", language)]
    said = [line for item in found for line in _with_severity(item, language)]
    return [text("cli.check.problems", language, n=len(found)), *(f"  {line}" for line in said)]


def _with_severity(item: Told, language: str) -> list[str]:
    word = text(f"input.where.severity-{item.severity}", language) + text("cli.list.colon", language)
    first, *rest = lines(item, language)
    return [word + first, *rest]


def _quarantine(checked: Checked, language: str, everything: bool) -> list[str]:
    rows = checked.evidence.quarantined
    if not rows:
        return []
    kept = rows if everything else rows[: 2 * MOST]
    said = [line for row in kept for line in _quarantined(row, checked, language)]
    more = [text("cli.check.more-rows", language, n=len(rows) - len(kept))] if len(kept) < len(rows) else []
    return [text("cli.check.quarantine", language, n=len(rows)), *(f"  {line}" for line in (*said, *more))]


def _quarantined(row: QuarantinedRow, checked: Checked, language: str) -> list[str]:
    first, *rest = lines(told_code(row.rule, row.fields, where_of(row, checked.evidence), language), language)
    secret = checked.evidence.sources[row.source].sensitivity == "confidential"
    raw = text("cli.check.hidden", language) if secret else shown(row.raw, 60)
    return [first, *([f"  {text('cli.check.raw', language, raw=raw)}"] if raw else []), *rest]


def _questions(checked: Checked, voice: Voice, everything: bool) -> list[str]:
    """Measure by cluster: yes, conflict or no; measures that no place has are counted."""
    study, rows, language = checked.study, checked.questions, voice.language
    shown_places = range(len(study.subjects()) if everything else len(study.all_clusters()))
    kept = [row for row in rows if everything or any(row.cells[at].status in ANSWERED for at in shown_places)]
    head = ["", *(voice.place(place) for place in study.subjects()[: len(shown_places)])]
    body = [line for part in _by_row(kept) for line in _part(part, shown_places, voice)]
    counts = {"answered": answered(rows, 0), "total": len(rows), "place": voice.place(study.focus)}
    more = [text("cli.check.unanswered", language, n=len(rows) - len(kept))] if len(kept) < len(rows) else []
    return [
        text("cli.check.questions", language, **counts),
        *(table(head, body) if body else []),
        *(f"  {line}" for line in more),
    ]


def _by_row(rows: Iterable[CoverageRow]) -> list[list[CoverageRow]]:
    parts: dict[str, list[CoverageRow]] = {name: [] for name in (*SEVEN_ROWS, *FIVE_PARTS)}
    for row in rows:
        parts.setdefault(row.measure.row, []).append(row)
    return [part for part in parts.values() if part]


def _part(part: Sequence[CoverageRow], places: range, voice: Voice) -> list[list[str]]:
    head = [voice.row(part[0].measure.row), *("" for _ in places)]
    return [
        head,
        *(
            [
                f"  {voice.measure(row.measure.id)}",
                *(_answer(row.cells[at].status, voice.language) for at in places),
            ]
            for row in part
        ),
    ]


def _answer(status: str, language: str) -> str:
    return text(f"cli.check.answer-{status.replace(' ', '-')}", language)


def _collect(checked: Checked, voice: Voice, everything: bool) -> list[str]:
    """Which sheet to fill with what: first what alone decides most rules."""
    language, wanted = voice.language, checked.to_collect
    if not wanted:
        return [text("cli.check.collect-none", language)]
    kept = wanted if everything else wanted[:MOST]
    head = [text(f"cli.check.head-{name}", language) for name in ("sheet", "measure", "alone", "among", "so-far")]
    rows = [
        [
            sheet_names(tables_of(item.measure)[:1], language),
            voice.measure(item.measure),
            str(len(item.alone)),
            str(len(item.among_several)),
            so_far(item.measure, checked, voice),
        ]
        for item in kept
    ]
    more = [text("cli.check.collect-more", language, n=len(wanted) - len(kept))] if len(kept) < len(wanted) else []
    return [
        text("cli.check.collect", language),
        *table(head, rows, numbers=(2, 3)),
        *(f"  {line}" for line in more),
    ]


def so_far(measure: str, checked: Checked, voice: Voice) -> str:
    """Why a measure leaves rules unjudged, short: no rows, only other years, two figures too near to tell apart."""
    unknown = (
        condition
        for outcome in checked.outcomes
        if outcome.fate == "not judged"
        for condition in leaves(outcome.when)
        if condition.measure == measure and condition.truth == "unknown"
    )
    condition = next(unknown)
    finding = next((voice.findings[name] for name in condition.findings if name in voice.findings), None)
    if finding is None:
        return voice.say("why.no-rows.short")
    if not is_known(finding):
        return reason(finding, voice)
    key = f"why.{condition.why}.short"
    return voice.say(key if voice.has(key) else "why.other.short", **why_fields(finding, voice))
