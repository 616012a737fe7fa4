"""A made-up firm survey of a made-up place."""

from collections.abc import Iterable, Mapping

import polars as pl
from tests.lenses.made_up import STUDY, evidence

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.lenses import governance
from clustermark.lenses.context import Context
from clustermark.lenses.governance.settings import settings
from clustermark.lenses.protocol import Found

SCALES = {scale.id: scale.items for scale in settings().scales}
CAPTIVE = {"complexity": 6.0, "codifiability": 6.0, "capability": 2.0}
RELATIONAL = {"complexity": 6.0, "codifiability": 2.0, "capability": 6.0}
MARKET = {"complexity": 2.0, "codifiability": 6.0, "capability": 6.0}
UNCLEAR = {"complexity": 4.0, "codifiability": 4.0, "capability": 4.0}
BUYERS = {
    "mark_owner": "buyer",
    "design_owner": "buyer",
    "price_setter": "buyer",
    "input_setter": "buyer",
    "buyer_owns_plants": False,
}
NUMBERS = ("channel_share", "sales", "foreign_equity", "rd_share", "marketing_share")
BUYING = ("largest_buyer", "top_buyers", "months_to_replace", "share_of_buyer")
_TYPES = {
    **dict.fromkeys((item for items in SCALES.values() for item in items), pl.Float64),
    **dict.fromkeys((*NUMBERS, *BUYING), pl.Float64),
    **dict.fromkeys(("exclusive", "buyer_owns_plants", "cleared"), pl.Boolean),
    "year": pl.Int64,
}


def answer(firm: str, channel: str = "contract-export", means: Mapping[str, float] | None = None, **more: object):
    """A row of the survey: every item of a scale has the scale's mean, so that its score is the mean."""
    items = {item: mean for scale, mean in (means or {}).items() for item in SCALES[scale]}
    given = {"firm": firm, "subject": "sampleton", "year": 2021, "channel": channel, "respondent": ""}
    money = {"channel_share": 100.0, "sales": 10.0, "unit": "million CNY"}
    return given | money | items | more


def survey(rows: Iterable[Mapping[str, object]], covered: Iterable[str] = (), **tables: object) -> Evidence:
    """Evidence with these answers; `covered` are references of rows of a confidential source."""
    kept = evidence(**tables)
    filled = [
        {"origin": "surveyed", "source": "survey", "row": f"survey:{at}", **row} for at, row in enumerate(rows, start=2)
    ]
    names = dict.fromkeys(name for row in filled for name in row)
    schema = {name: _TYPES.get(name, pl.String) for name in names}
    made = pl.DataFrame([{name: row.get(name) for name in names} for row in filled], schema=schema)
    return Evidence({**kept.tables, "firm_survey": made}, {}, covered=dict.fromkeys(covered, "mark"))


def asked(kept: Evidence, study=STUDY) -> Found:
    """What the lens finds."""
    return governance.run(kept, study)


def one(found: Found, name: str) -> Finding:
    """The finding with this id."""
    by_id = {finding.id: finding for finding in found.findings}
    assert len(by_id) == len(found.findings)
    return by_id[name]


def context(kept: Evidence, study=STUDY) -> Context:
    """The context that parts are asked in."""
    return Context(kept, study, None)


def spread(means: Mapping[str, float], at: int) -> dict[str, float]:
    """Means that differ a little between firms, so that scales have a variance: half a point down, none, half up."""
    return {scale: mean + (at % 3 - 1) * 0.5 for scale, mean in means.items()}
