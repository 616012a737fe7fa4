"""Answers to surveys, an answer a row, whatever the file looked like; each with what its item asks."""

import json
from collections.abc import Iterator, Mapping

import polars as pl

from clustermark.evidence.fold import fold
from clustermark.evidence.model import REFERENCE, Evidence

_OF_RESPONDENT = ("source", "respondent", "submitted", "place", "language", "weight")
_OF_ITEM = ("role", "subject", "attribute", "scale_low", "scale_high", "reversed", "options")
_NUMBERS = frozenset({"weight", "scale_low", "scale_high"})
LONG: Mapping[str, type[pl.DataType]] = {
    REFERENCE: pl.String,
    **{name: pl.Float64 if name in _NUMBERS else pl.String for name in _OF_RESPONDENT},
    "item": pl.String,
    "answer": pl.String,
    **{name: pl.Float64 if name in _NUMBERS else pl.Boolean if name == "reversed" else pl.String for name in _OF_ITEM},
}


def answers_of(evidence: Evidence) -> pl.DataFrame:
    """Every answer as a row: who, which item, which answer; several choices of one item are several rows.

    What an item asks comes from the table `audience_items`, whose `survey` names the source, or every survey where it
    is empty. Answers to items that are not listed there have no role. Rows of confidential sources that are not cleared
    are left out.
    """
    listed = _items(evidence)
    made = []
    for row in evidence.rows("audience"):
        if str(row[REFERENCE]) in evidence.covered:
            continue
        own = {name: row.get(name) for name in (REFERENCE, *_OF_RESPONDENT)}
        for item, answer in _answers(row):
            asked = listed.get((str(row["source"]), fold(item))) or listed.get(("", fold(item)), {})
            made.append({**own, "item": item, "answer": answer, **{name: asked.get(name) for name in _OF_ITEM}})
    return pl.DataFrame({name: [row[name] for row in made] for name in LONG}, schema=dict(LONG))


def _answers(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    if row.get("item") and row.get("answer"):
        yield str(row["item"]), str(row["answer"])
    if row.get("answers"):
        for item, answer in json.loads(str(row["answers"])).items():
            for choice in answer if isinstance(answer, list) else [answer]:
                yield item, str(choice)


def _items(evidence: Evidence) -> dict[tuple[str, str], Mapping[str, object]]:
    """What each item asks, by survey and folded item."""
    rows = evidence.rows("audience_items")
    return {(str(row.get("survey") or ""), fold(str(row["item"]))): row for row in rows}
