"""What the figures of the cluster in its chain share: codes in words, figures with intervals, the table behind."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from clustermark.findings.model import Finding
from clustermark.findings.results import result_specs
from clustermark.report import tabled
from clustermark.report.document import Cell, Row, Table
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, end, leading, linked, size, sketched
from clustermark.words import numbers
from clustermark.words.inline import Inline, inline
from clustermark.words.verdicts import channel_word, code_word

MOST_BEHIND = 8  # rows of the table behind a figure; all of them stand in results/
DIGITS = 3  # that a computed figure is printed with
PLACES = {"share": 3, "points": 3, "index": 2}
PUBLISHED_AS = {"mechanism.measured_driver": "mechanism.driver", "governance.measured_type": "governance.type"}
USUAL = ("contract-export", "own-design", "own-brand-export", "own-brand-home", "unbranded-home", "export", "home")

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table behind: its head, what a row shows in it, whether it holds numbers."""

    head: str
    shown: Callable[[Record], str]
    number: bool = True


def rows_of(material: Material, table: str, **where: str) -> Rows:
    """The rows of a result table as `tabled.rows_of` gives them; what is not a number is nothing."""
    rows = tabled.rows_of(material, table, **where)
    return [{name: None if _no_number(value) else value for name, value in row.items()} for row in rows]


def _no_number(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def known(material: Material, key: str, code: str, otherwise: str) -> str:
    """The text of a code below a key; that of another code where it has none."""
    found = f"chain.{key}.{code}"
    return material.voice.say(found if material.voice.has(found) else f"chain.{key}.{otherwise}")


def named(material: Material, group: str, code: str) -> str:
    """A code in words: those of this group, else those of kinds and channels; the code where none are known."""
    voice = material.voice
    for key in (f"chain.{group}.{code}", f"report.kind.{code}"):
        if code and voice.has(key):
            return voice.say(key)
    return channel_word(code, voice) if code else ""


def codes_of(material: Material, measure: str, code: str) -> str:
    """A verdict of a measure in words; those of what is published where the measured one has none of its own."""
    names = (measure, PUBLISHED_AS.get(measure, measure))
    said = (code_word(name, code, material.voice) for name in names)
    return next((word for word in said if word != code), named(material, "verdict", code))


def lower(words: str) -> str:
    """A verdict within a sentence: its first letter small, no change where the script has none."""
    return words[:1].lower() + words[1:]


def economy(material: Material, code: str) -> str:
    """The name of an economy by its code: that of a world table, else of a place of the study; else the code."""
    said = material.voice.economy(code)
    return said if said != code else material.voice.place(code)


def rounded(value: float, unit: str = "") -> float:
    """A computed number with the digits that matter: tenths of a per cent, hundredths of a degree, three of others."""
    return round(value, PLACES[unit]) + 0.0 if unit in PLACES else float(f"{value:.{DIGITS}g}")


def told(material: Material, value: float, unit: str = "share") -> str:
    """A computed number as it is printed."""
    return numbers.amount(rounded(value, unit), unit, material.language)


def signed(material: Material, value: float, unit: str) -> str:
    """A change with its sign."""
    return ("+" if value > 0 else "") + told(material, value, unit)


def hundred(material: Material, value: float) -> str:
    """A share as so many of a hundred, without a sign: 24.4."""
    return numbers.amount(float(f"{value * 100:.{DIGITS}g}"), "index", material.language)


def span(material: Material, low: float | None, high: float | None, unit: str = "share") -> str:
    """Both ends of an interval; "" where it has none."""
    if low is None or high is None or rounded(low, unit) == rounded(high, unit):
        return ""
    return numbers.interval(rounded(low, unit), rounded(high, unit), unit, material.language, "table")


def ranged(material: Material, value: float | None, low: float | None, high: float | None, unit: str = "share") -> str:
    """A figure with its interval in brackets; the interval alone where it has no point; "" where it has neither."""
    ends = span(material, low, high, unit)
    if value is None:
        return ends
    shown = told(material, value, unit)
    return material.voice.say("chain.ranged", value=shown, span=ends) if ends else shown


def leads(material: Material, finding: Finding | None, words: str) -> Inline:
    """Words that lead to the rows of a finding, bold where there is none."""
    return linked(material, None, words) if finding is None else leading(material, finding, words)


def channels_of(rows: Iterable[Record]) -> list[str]:
    """The channels of a table, those that name a market and a role in their usual order, others as they come."""
    found = dict.fromkeys(str(row["channel"] or "") for row in rows)
    return [*(name for name in USUAL if name in found), *(name for name in found if name and name not in USUAL)]


def years_of(material: Material, rows: Iterable[Record], *columns: str) -> str:
    """The first and the last year that rows name, as the language writes a span."""
    found = sorted(
        {int(float(str(row[name]))) for row in rows for name in columns or ("year",) if _is_year(row.get(name))}
    )
    ends = dict.fromkeys((found[0], found[-1])) if found else {}
    return numbers.years("-".join(map(str, ends)), material.language)


def _is_year(value: object) -> bool:
    return str(value or "").removesuffix(".0").isdigit()


def below(material: Material, key: str, tables: Sequence[str], **fields: str | int) -> str:
    """The subtitle of a figure; it begins with a warning where its evidence is illustrative."""
    warning = material.voice.say("report.chart.illustrative") if sketched(material, *tables) else ""
    return warning + material.voice.say(f"chain.{key}.subtitle", **fields)


def head_of(material: Material, table: str, column: str) -> str:
    """The name of a column of a result table."""
    spec = {each.id: each for each in result_specs()[table].columns}
    return spec[column].name.in_language(material.language)


def code_column(material: Material, table: str, column: str, group: str) -> Column:
    """A column of codes in words."""
    return Column(
        head_of(material, table, column), lambda row: named(material, group, str(row.get(column) or "")), number=False
    )


def number_column(material: Material, table: str, column: str, unit: str = "share") -> Column:
    """A column of numbers; empty where a row has none."""

    def shown(row: Record) -> str:
        value = end(row, column)
        return "" if value is None else told(material, value, unit)

    return Column(head_of(material, table, column), shown)


def count_column(material: Material, table: str, column: str) -> Column:
    """A column of counts, exact."""

    def shown(row: Record) -> str:
        return "" if row.get(column) is None else numbers.count(int(size(row, column)), material.language)

    return Column(head_of(material, table, column), shown)


def span_column(material: Material, low: str, high: str, unit: str = "share") -> Column:
    """A column of intervals."""
    return Column(material.voice.say("chain.interval"), lambda row: span(material, end(row, low), end(row, high), unit))


def plain_column(material: Material, table: str, column: str) -> Column:
    """A column of years and other texts, as they are."""
    return Column(
        head_of(material, table, column), lambda row: str(row.get(column) or "").replace(".0", ""), number=False
    )


def behind(material: Material, table: str, columns: Sequence[Column], rows: Rows, most: int = MOST_BEHIND) -> Table:
    """The table behind a figure: its first rows; where there are more, its caption says in which file they all are."""
    made = []
    for row in rows[:most]:
        first, *rest = (column.shown(row) for column in columns)
        cells = (Cell((inline(text),), number=column.number) for text, column in zip(rest, columns[1:], strict=True))
        made.append(Row(inline(first), tuple(cells)))
    caption = ""
    if len(rows) > most:
        caption = material.voice.say("chain.first-rows", n=most, total=len(rows), file=f"results/{table}.csv")
    numeric = tuple(at for at, column in enumerate(columns[1:]) if column.number)
    return Table(tuple(column.head for column in columns), tuple(made), caption, form="data", numbers=numeric)
