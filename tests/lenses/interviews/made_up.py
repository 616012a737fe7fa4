"""Interviews made for tests: a dozen texts of ten answers each, two coders, and what they marked."""

from collections.abc import Iterable, Mapping

import polars as pl

from clustermark.evidence.interviews.model import CODES, DOCUMENTS, SEGMENTS, TURNS, Interviews

SIGNS = 20  # of a turn
ROLES = ["enterprise"] * 6 + ["government"] * 3 + ["association"] * 2 + ["buyer"]
Marks = Iterable[tuple[int, int, str, str]]  # interview, turn, code, coder


def interviews(
    marks: Marks, *, roles: Iterable[str] = ROLES, turns: int = 10, more: Mapping[str, object] | None = None
) -> Interviews:
    """Interviews of the made-up place with one question before each answer."""
    listed = list(roles)
    documents, spoken = [], []
    for at, role in enumerate(listed):
        documents.append(
            {
                "row": f"talks:{at + 2}",
                "document": f"d{at:02d}",
                "name": f"secret-{at}",
                "subject": "sampleton",
                "date": f"2023-03-{at + 1:02d}",
                "language": "zh",
                "consent": "anonymous",
                "role": role,
                "signs": 2 * turns * SIGNS,
                "open": False,
            }
        )
        for turn in range(2 * turns):
            asked = turn % 2 == 0
            spoken.append(
                {
                    "document": f"d{at:02d}",
                    "turn": turn + 1,
                    "speaker": "secret",
                    "firm": "secret",
                    "subject": "sampleton",
                    "role": "interviewer" if asked else role,
                    "consent": "anonymous",
                    "start": turn * SIGNS,
                    "end": (turn + 1) * SIGNS,
                    "line": turn + 1,
                    "since": None,
                    "until": None,
                }
            )
    passages = [_passage(row, mark, more or {}) for row, mark in enumerate(marks, 2)]
    names = sorted({one["code"] for one in passages if one["code"]})
    book = [
        {
            "row": "",
            "code": name,
            "parent": "",
            "name_zh": f"{name}甲",
            "name_en": name,
            "informs": ["governance.type"],
            "version": "1",
            "retired": False,
            "open": not name.startswith("secret"),
        }
        for name in names
    ]
    return Interviews(
        documents=pl.DataFrame(documents, schema=DOCUMENTS),
        turns=pl.DataFrame(spoken, schema=TURNS),
        segments=pl.DataFrame(passages, schema=SEGMENTS),
        codebook=pl.DataFrame(book, schema=CODES),
    )


def _passage(row: int, mark: tuple[int, int, str, str], more: Mapping[str, object]) -> dict[str, object]:
    interview, turn, code, coder = mark
    start = (2 * turn + 1) * SIGNS
    return {
        "row": f"codes:{row}",
        "document": f"d{interview:02d}",
        "start": start,
        "end": start + SIGNS,
        "turn": 2 * turn + 2,
        "role": "enterprise",
        "subject": "sampleton",
        "code": code,
        "coder": coder,
        "time": "",
        "stance": "",
        "memo": "secret",
        "key_quote": False,
        "cleared": False,
        "text": "secret words",
        "since": None,
    } | dict(more)
