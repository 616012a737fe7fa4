"""The chain from a finding or suggestion to what it rests on: findings, rows, files and pages, as a tree of texts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding
from clustermark.study.problems import Where
from clustermark.suggestions.model import Condition, Outcome
from clustermark.words import numbers, outcomes
from clustermark.words.conditions import circumstance_words, comparison_words
from clustermark.words.findings import sentence
from clustermark.words.inline import plain
from clustermark.words.problems import shown, where_text
from clustermark.words.verdicts import state_of, state_word
from clustermark.words.voice import Voice

# columns that say what a row states
PRINTED = ("value", "value_high", "amount", "level", "code", "unit", "rate", "per")
MOST_ROWS = 40  # rows that a tree names under one finding


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree. `kind` and `id` are for machines: finding, suggestion, row, and what it is called."""

    label: str
    kind: str = ""
    id: str = ""
    parts: tuple["Node", ...] = ()

    def content(self) -> dict[str, Any]:
        """The tree for a machine."""
        found: dict[str, Any] = {"kind": self.kind, "id": self.id, "text": self.label}
        found = {name: value for name, value in found.items() if value}
        return {**found, "parts": [part.content() for part in self.parts]} if self.parts else found


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of evidence: where it stands, and its cells by column (none where its source is confidential)."""

    reference: str
    where: Where
    cells: Mapping[str, Any]
    confidential: bool = False


FindRow = Callable[[str], SourceRow]


def finding_tree(finding: Finding, voice: Voice, row_of: FindRow, above: tuple[str, ...] = ()) -> Node:
    """A finding with how sure it is, how it was computed, and what it rests on."""
    say = voice.say
    measure = measures().get(finding.measure)
    facts = [say("cli.explain.id", value=finding.id), _sureness(finding, voice)]
    if measure is not None and measure.formula and finding.inputs:
        facts.append(say("cli.explain.formula", formula=measure.formula))
    if finding.method:
        facts.append(say("cli.explain.method", method=finding.method))
    parts = [Node(fact, "fact") for fact in facts if fact]
    path = (*above, finding.id)
    inputs = [voice.findings[name] for name in finding.inputs if name in voice.findings and name not in path]
    if inputs:
        trees = tuple(finding_tree(item, voice, row_of, path) for item in inputs)
        parts.append(Node(say("cli.explain.inputs"), "inputs", parts=trees))
    if finding.evidence:
        parts.append(_rows(finding.evidence, voice, row_of))
    elif not inputs:
        parts.append(Node(say("cli.explain.nothing"), "fact"))
    said = plain(sentence(finding, voice))
    if finding.dimension("of"):  # a comparison: its measure is the comparison, and this is what was compared
        said = f"{voice.measure(finding.dimension('of'))}{say('cli.list.colon')}{said}"
    return Node(said, "finding", finding.id, tuple(parts))


def _sureness(finding: Finding, voice: Voice) -> str:
    if finding.status in ("insufficient", "not applicable"):
        return ""
    years = numbers.years(finding.years, voice.language) if finding.years else voice.say("cli.explain.no-years")
    return voice.say(
        "cli.explain.status",
        state=state_word(state_of(finding), voice),
        origin=voice.say(f"cli.origin.{finding.origin}"),
        n=finding.n,
        years=years,
    )


def _rows(references: tuple[str, ...], voice: Voice, row_of: FindRow) -> Node:
    kept = tuple(row_tree(row_of(reference), voice) for reference in references[:MOST_ROWS])
    more = len(references) - len(kept)
    tail = (Node(voice.say("cli.check.more-rows-short", n=more), "fact"),) if more else ()
    return Node(voice.say("cli.explain.rows"), "rows", parts=kept + tail)


def row_tree(row: SourceRow, voice: Voice) -> Node:
    """A row of evidence with its file, page and grade."""
    where = where_text(row.where, voice.language)
    label = voice.say("cli.explain.row", reference=row.reference, place=where)
    if row.confidential:
        return Node(label, "row", row.reference, (Node(voice.say("cli.explain.confidential"), "confidential"),))
    cells = row.cells
    printed = " ".join(_cell(cells.get(name)) for name in PRINTED)
    if printed.strip():
        label = voice.say("cli.explain.row-value", row=label, value=" ".join(printed.split()))
    cells = {**cells, "publisher": voice.publisher(_cell(cells.get("publisher")))}
    facts = [
        (name, _cell(cells.get(column)))
        for name, column in (
            ("locator", f"locator_{voice.language}"),
            ("publisher", "publisher"),
            ("year", "year"),
            ("reliability", "reliability"),
            ("page", "url"),
        )
    ]
    parts = [Node(voice.say(f"cli.explain.{name}", value=value), name) for name, value in facts if value]
    if cells.get("read_as") == "excerpt":
        parts.append(Node(voice.say("cli.explain.excerpt"), "read_as"))
    return Node(label, "row", row.reference, tuple(parts))


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.12g}" if isinstance(value, float) else shown(str(value), 300)


def outcome_tree(outcome: Outcome, voice: Voice, row_of: FindRow) -> Node:
    """A problem or suggestion with what came of it, the conditions that decided it, and where it is wrong."""
    say, language = voice.say, voice.language
    rule = outcomes.rule_of(outcome)
    parts = [Node(plain(outcomes.body(outcome, voice)), "text"), Node(say("cli.explain.id", value=outcome.id), "fact")]
    parts.append(
        Node(say("cli.explain.fate", fate=say(f"cli.fate.{outcome.fate.replace(' ', '-')}")), "fate", outcome.fate)
    )
    if outcome.blocked_by:
        parts.append(Node(plain(outcomes.blockers(outcome, voice)), "blocked"))
    conditions = tuple(_condition(item, voice, row_of) for item in outcome.when)
    parts.append(Node(say("cli.explain.conditions"), "conditions", parts=conditions))
    if rule.unless:
        pairs = zip(rule.unless, outcome.unless, strict=False)
        not_if = tuple(
            Node(
                _with_truth(circumstance_words(item, language), judged, voice),
                "unless",
                judged.truth,
                _of(judged, voice, row_of),
            )
            for item, judged in pairs
        )
        parts.append(Node(say("cli.explain.exceptions"), "exceptions", parts=not_if))
    if outcome.answers:
        parts.append(Node(say("cli.explain.answers", rules=voice.joined(outcome.answers)), "answers"))
    grounds = [text for text in (outcomes.works(outcome, voice), outcomes.basis(outcome, voice)) if text]
    if grounds:
        said = Node(voice.say("report.space").join(grounds), "work")
        parts.append(Node(say("cli.explain.literature"), "literature", parts=(said,)))
    return Node(outcomes.title(outcome, voice), outcome.kind, outcome.id, tuple(parts))


def _condition(condition: Condition, voice: Voice, row_of: FindRow) -> Node:
    if condition.parts:
        name = {"any": "cli.rules.when-any", "none": "cli.rules.when-none"}.get(condition.kind, "cli.rules.when")
        inner = tuple(_condition(part, voice, row_of) for part in condition.parts)
        return Node(_with_truth(voice.say(name), condition, voice), "condition", condition.truth, inner)
    words = comparison_words(
        condition.measure, condition.test, condition.threshold, dict(condition.where), voice.language
    )
    return Node(_with_truth(words, condition, voice), "condition", condition.truth, _of(condition, voice, row_of))


def _of(condition: Condition, voice: Voice, row_of: FindRow) -> tuple[Node, ...]:
    """The findings that decided a condition."""
    known = [voice.findings[name] for name in condition.findings if name in voice.findings]
    return tuple(finding_tree(finding, voice, row_of) for finding in known)


def _with_truth(words: str, condition: Condition, voice: Voice) -> str:
    return voice.say("cli.explain.condition", what=words, truth=voice.say(f"cli.explain.{condition.truth}"))
