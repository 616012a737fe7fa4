"""How the regional brand communicates: who is spoken to, in which environment, by which channels, what, to what effect.

The parts stand in one file each; a part says only what the evidence can answer.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from clustermark.evidence.corpus import Progress, corpus_of, library_missing
from clustermark.evidence.model import Evidence
from clustermark.findings.catalogue import measures as catalogue
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.protocol import Found
from clustermark.study.model import Study

needs = (
    "mentions",
    "names",
    "owned_messages",
    "sentiment_words",
    "sentiment_labels",
    "audience",
    "audience_items",
    "margins",
    "policies",
    "policy_codes",
    "channel_spend",
)
measures: Sequence[str] = tuple(entry.id for entry in catalogue().values() if entry.tables and entry.tables[0] in needs)


def run(evidence: Evidence, study: Study, progress: Progress | None = None) -> Found:
    """Findings and long results of every part that has its tables; `progress` is told how far texts are cut."""
    if not any(table in evidence.tables for table in needs):
        return Found([])
    texts = "mentions" in evidence.tables and evidence.tables["mentions"].height > 0
    missing = library_missing() if texts else ""
    corpus = corpus_of(evidence, study, progress) if texts and not missing else None
    context = Context(evidence, study, corpus)
    found = _together(_parts(context), context)
    findings = [finding for each in found for finding in each.findings]
    if missing:
        findings += _without_library(context, missing)
    tables = {name: frame for each in found for name, frame in each.tables.items()}
    if corpus is None:
        return Found(findings, tables)
    return Found(findings, tables | {"corpus_quality": corpus.quality}, corpus.problems)


def _parts(context: Context) -> Sequence[Callable[[Context], Found]]:
    """The parts whose tables are there; loaded only then, for the sake of the libraries behind them."""
    parts: list[Callable[[Context], Found]] = []
    if context.corpus is not None:
        from clustermark.lenses.communication import associations, importance, messages, sentiment, topics, voice

        parts += [voice.find, sentiment.find, messages.find, importance.find, associations.find, topics.find]
    from clustermark.lenses.communication import audience, channels, environment

    return [*parts, channels.find, audience.find, environment.find]


def _together(parts: Sequence[Callable[[Context], Found]], context: Context) -> list[Found]:
    """What every part found, in order. Importance, most of it outside Python, is counted beside the others."""
    beside = [part for part in parts if part.__module__.endswith(".importance")]
    if not beside:
        return [part(context) for part in parts]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(beside[0], context)
        found = [None if part is beside[0] else part(context) for part in parts]
        return [waiting.result() if one is None else one for one in found]


def _without_library(context: Context, missing: str) -> list[Finding]:
    """What cannot be said because the libraries for text are not installed."""
    return [
        insufficient(context, entry.id, context.study.focus, entry.unit, "library-missing", library=missing)
        for entry in catalogue().values()
        if entry.tables and entry.tables[0] == "mentions"
    ]
