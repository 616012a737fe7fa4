"""Cases by themes, what stands together, what resembles what, and how much trust a finding deserves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.interviews.cases import case_matrix, coverage, frequencies, suppressed
from clustermark.methods.interviews.certainty import Standing, certainty
from clustermark.methods.interviews.cooccurrence import cooccurrence
from clustermark.methods.interviews.nearest import nearest

SPANS = [(0, 10), (0, 10), (5, 20), (25, 30), (400, 420)]
CODES = [0, 1, 2, 1, 0]


def test_four_ways_of_standing_together() -> None:
    same = cooccurrence([0] * 5, SPANS, CODES, 3, "same")
    assert same.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    overlap = cooccurrence([0] * 5, SPANS, CODES, 3, "overlap")
    assert overlap.tolist() == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    near = cooccurrence([0] * 5, SPANS, CODES, 3, "near", within=20)
    assert near.tolist() == [[0, 2, 1], [2, 0, 2], [1, 2, 0]]
    apart = cooccurrence([0, 1, 0, 1, 1], SPANS, CODES, 3, "interview")
    assert apart.tolist() == [[0, 1, 1], [1, 0, 0], [1, 0, 0]]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(1, 9), st.integers(0, 3)), max_size=25))
def test_overlap_equals_every_pair_looked_at(rows: list[tuple[int, int, int, int]]) -> None:
    spans = [(start, start + size) for _, start, size, _ in rows]
    found = cooccurrence([row[0] for row in rows], spans, [row[3] for row in rows], 4)
    slow = np.zeros((4, 4), dtype=int)
    for i, (mine, a) in enumerate(zip(rows, spans, strict=True)):
        for theirs, b in list(zip(rows, spans, strict=True))[i + 1 :]:
            if mine[0] == theirs[0] and mine[3] != theirs[3] and a[0] < b[1] and b[0] < a[1]:
                slow[mine[3], theirs[3]] += 1
    assert found.tolist() == (slow + slow.T).tolist()


def test_cases_by_themes_with_shares_and_roles() -> None:
    matrix = case_matrix([0, 0, 1, 2], [0, 0, 0, 1], 4, 2)
    assert matrix.tolist() == [[2, 0], [1, 0], [0, 1], [0, 0]]
    first, second = frequencies(matrix)
    assert (first.interviews, first.n, first.share) == (2, 4, 0.5)
    assert second.low < 0.25 < second.high
    by_role = coverage(matrix, ["enterprise", "government", "enterprise", "enterprise"])
    assert {role: found.tolist() for role, found in by_role.items()} == {"enterprise": [1, 1], "government": [1, 0]}
    assert suppressed(np.array([0, 1, 2, 3])).tolist() == [False, True, True, False]
    with pytest.raises(ValueError, match="role"):
        coverage(matrix, ["enterprise"])


def standing(**changes: object) -> Standing:
    known = {"coders": 2, "alpha": 0.85, "supporting": 9, "against": 0, "saturated": True, "roles": 3, "roles_asked": 4}
    return Standing(**(known | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, "high"),
        ({"coders": 1, "alpha": None}, "high"),  # one minor concern alone does not lower it
        ({"coders": 1, "alpha": None, "roles": 1}, "moderate"),
        ({"alpha": 0.5}, "low"),
        ({"supporting": 2}, "low"),
        ({"supporting": 2, "against": 2, "alpha": 0.3}, "very low"),
    ],
)
def test_certainty_falls_with_concerns(changes: dict[str, object], level: str) -> None:
    assert certainty(standing(**changes)).certainty == level


def test_every_concern_has_a_reason() -> None:
    found = certainty(standing(alpha=0.7, against=1, saturated=False, roles=1))
    assert (found.limitations, found.coherence) == (("minor", "agreement-tentative"), ("minor", "some-against"))
    assert (found.adequacy, found.relevance) == (("minor", "not-saturated"), ("minor", "one-role"))


def test_a_passage_finds_the_one_it_resembles() -> None:
    coded = ["价格由客户定，我们没有还价余地", "展会上的客户多半只看不买", "We tried an own brand and lost money"]
    found = nearest(["价格都是客户说了算，没有余地", "we lost money on our own brand", "。。"], coded)
    assert [one[0].passage if one else None for one in found] == [0, 2, None]
    assert nearest(coded, coded)[1][0].likeness == pytest.approx(1)
    assert nearest(["x"], []) == [[]]
    assert nearest([], coded) == []
