"""Interviews by codes: numbers alone, and of the people as much as fits three each."""

import polars as pl
from tests.lenses.interviews.made_up import interviews
from tests.lenses.made_up import STUDY

from clustermark.evidence.interviews.model import SPEAKERS
from clustermark.lenses.interviews.case_table import CaseTable, case_table
from clustermark.lenses.interviews.coded import coded_of

MARKS = [(0, 0, "price", "x"), (0, 1, "price", "x"), (0, 1, "=brand", "y"), (3, 0, "price", "y"), (4, 0, "", "x")]


def table(sizes: list[str], roles: list[str], counts: bool = False) -> CaseTable:
    made = interviews(MARKS, roles=roles)
    people = [
        {"document": f"d{at:02d}", "speaker": "secret", "role": role, "firm": "secret", "size": size, "signs": 9}
        for at, (role, size) in enumerate(zip(roles, sizes, strict=True))
    ]
    object.__setattr__(made, "speakers", pl.DataFrame(people, schema=SPEAKERS))
    return case_table(made, coded_of(made, STUDY, {}, str), counts)


def test_one_where_any_coder_set_the_code_and_passages_on_request() -> None:
    found = table([""] * 6, ["enterprise"] * 6)
    assert found.header == ("place", "interview", "role", "=brand", "price")
    assert [row[3:] for row in found.rows] == [(1, 1), (0, 0), (0, 0), (0, 1), (0, 0), (0, 0)]
    assert [row[4] for row in table([""] * 6, ["enterprise"] * 6, counts=True).rows] == [2, 0, 0, 1, 0, 0]
    assert found.left_out == {"sampleton": {"size": "empty", "district": "empty", "stage": "empty"}}


def test_sizes_are_told_where_each_fits_three_with_its_role() -> None:
    found = table(["large", "large", "large", "small", "small", "small"], ["enterprise"] * 6)
    assert found.header[:4] == ("place", "interview", "role", "size")
    few = table(["large", "large", "small", "small", "small", "small"], ["enterprise"] * 6)
    assert few.header[:4] == ("place", "interview", "role", "=brand")
    assert few.left_out["sampleton"]["size"] == "few"


def test_what_fits_three_without_the_role_and_fewer_with_it_is_not_told() -> None:
    sizes = ["large", "large", "small", "small", "large", "small", "small"]
    roles = ["enterprise"] * 4 + ["government"] * 3
    assert "size" not in table(sizes, roles).header  # three large, four small, but one large official


def test_two_people_of_other_roles_keep_all_roles_out() -> None:
    found = table([""] * 6, ["enterprise"] * 4 + ["buyer", "association"])
    assert found.header[:3] == ("place", "interview", "=brand")
    assert found.left_out["sampleton"]["role"] == "few"


def test_names_firms_and_words_never_stand_there() -> None:
    found = table(["large"] * 6, ["enterprise"] * 6)
    assert "secret" not in str(found.header) + str(found.rows)
