"""Associations: members over firms, work by kind; coordination of prices or orders is recorded, never counted."""

import pytest
from tests.lenses.actors.made_up import by_id, context, firm

from clustermark.findings.catalogue import measures
from clustermark.lenses.actors import associations
from clustermark.lenses.actors.associations import kinds_of
from clustermark.lenses.actors.data import kinds

FIRMS = [firm(n, employees=10) for n in range(40)]


def claim(variable: str, value: float, year: int = 2023, **more: object) -> dict[str, object]:
    given = {"subject": "sampleton", "variable": variable, "value": value, "year": year, "reliability": "C"}
    unit = "members" if variable == "associations.members" else "firms"
    return given | {"unit": unit, "url": f"https://example.org/{value}/{year}"} | more


def done(what_zh: str, by: str = "association", **more: object) -> dict[str, object]:
    given = {"subject": "sampleton", "part": "channels", "what_zh": what_zh, "actor_kind": by, "year": 2022}
    return given | {"url": f"https://example.org/{what_zh}"} | more


def found_in(firms: list[dict[str, object]] = FIRMS, **tables: list[dict[str, object]]):
    given = context(firms=firms, **tables)  # type: ignore[arg-type]
    made = associations.find(given)
    return made, by_id(made, given)


def test_members_over_the_firms_of_the_list() -> None:
    _, found = found_in(claims=[claim("associations.members", 10), claim("associations.members", 12, 2021)])
    reach = found["associations.member_share/sampleton/2023"]
    assert (reach.value, reach.low, reach.high) == (0.25, 0.25, 0.3)
    assert (reach.n, reach.years, dict(reach.parameters)["basis"]) == (2, "2021-2023", "list")


def test_a_list_that_is_a_sample_is_no_denominator() -> None:
    """210 members of 620 firms, 40 of which are listed: a third, not five times as many as there are."""
    _, found = found_in(claims=[claim("associations.members", 210), claim("situation.firms", 620, scope="town")])
    reach = found["associations.member_share/sampleton/2023"]
    assert (reach.value, dict(reach.parameters)["basis"]) == (pytest.approx(210 / 620), "published")
    _, found = found_in(claims=[claim("associations.members", 10), claim("situation.firms", 30)])
    assert found["associations.member_share/sampleton/2023"].value == 0.25


def test_a_list_of_large_firms_is_no_denominator() -> None:
    large = [firm(n, revenue=5000, unit="万元") for n in range(40)]
    members = claim("associations.members", 30, party=True)
    _, found = found_in(large, claims=[members, claim("situation.firms", 300, scope="town")])
    reach = found["associations.member_share/sampleton/2023"]
    assert (reach.value, dict(reach.parameters)["basis"], dict(reach.parameters)["party"]) == (0.1, "published", "yes")
    _, found = found_in(large, claims=[members])
    assert found["associations.member_share/sampleton/2023"].why == "input-missing"


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ([claim("associations.members", 90)], "members-exceed-firms"),
        ([claim("associations.members", 90), claim("situation.firms", 60)], "members-exceed-firms"),
    ],
)
def test_more_members_than_firms_cannot_be(claims: list[dict[str, object]], why: str) -> None:
    _, found = found_in(claims=claims)
    assert found["associations.member_share/sampleton/2023"].why == why


def test_figures_of_other_years_or_wider_areas_do_not_serve() -> None:
    _, found = found_in(claims=[claim("associations.members", 10, 2012)])
    assert "associations.member_share/sampleton/2023" not in found
    _, found = found_in(claims=[claim("associations.members", 10, scope="wider-area")])
    assert "associations.member_share/sampleton/2023" not in found


def test_work_is_counted_by_kind_and_once_in_all() -> None:
    made, found = found_in(
        practices=[
            done("协会办展，并为会员培训"),
            done("每年复查授权企业", by="joint"),
            done("镇政府办展", by="government"),
            done("查过，没有读到", absent="nothing-found"),
            done("开展检验", year=2025),
            done("组织游园"),
        ],
        programmes=[
            {
                "subject": "sampleton",
                "name_zh": "学堂",
                "name_en": "School",
                "by": "association",
                "instrument": "training",
            }
        ],
    )
    count = {name.split("/2023")[1].removeprefix("/segment="): one.value for name, one in found.items()}
    assert count == {"": 4, "fair": 1, "training": 2, "licence": 1, "other": 1}
    licence = made.tables["association_work"].filter(kind="licence").row(0, named=True)
    assert (licence["joint"], licence["first_year"], licence["caution"], licence["rows"]) == (
        1,
        "2022",
        False,
        ["practices:3"],
    )


def test_coordination_is_recorded_with_a_caution_and_is_no_part_of_the_total() -> None:
    _, found = found_in(practices=[done("协会商定最低价，会员照此报价"), done("协会办展")])
    spoken = found["associations.activity/sampleton/2023/segment=coordination"]
    assert (spoken.value, dict(spoken.parameters)["caution"]) == (1, "legal")
    assert found["associations.activity/sampleton/2023"].value == 1
    _, found = found_in(practices=[done("协会统一定价")])
    assert list(found) == ["associations.activity/sampleton/2023/segment=coordination"]
    assert measures()["associations.activity"].direction == "none"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"what_zh": "协会商定最低价"}, ("coordination",)),
        ({"what_zh": "章程写明会员不得统一定价"}, ("other",)),
        ({"what_zh": "取缔价格联盟以后，协会分配订单"}, ("coordination",)),
        ({"what_en": "The members agree on prices every spring"}, ("coordination",)),
        ({"what_en": "Members may never agree on prices"}, ("other",)),
        ({"what_en": "It holds the fair, and quotas are shared out"}, ("fair", "coordination")),
        ({"what_en": "A fairly quotable saying"}, ("other",)),
        ({"what_en": "Licensed users are checked by the laboratory"}, ("testing", "licence")),
        ({"name_zh": "平台", "instrument": "service-platform"}, ("testing",)),
        ({"name_zh": "规划", "instrument": "plan"}, ("other",)),
    ],
)
def test_kinds_by_the_words_of_what_was_done(row: dict[str, object], expected: tuple[str, ...]) -> None:
    assert kinds_of(row) == expected


def test_terms_stand_in_one_kind_only() -> None:
    terms = [term for kind in kinds() for term in kind.terms]
    assert sorted(terms) == sorted(set(terms))
    assert [kind.id for kind in kinds() if kind.caution] == ["coordination"]


def test_confidential_practices_are_not_printed() -> None:
    given = context(covered=["practices:2"], firms=FIRMS, practices=[done("协会办展"), done("协会培训")])
    found = by_id(associations.find(given), given)
    assert found["associations.activity/sampleton/2023"].value == 1
    assert dict(found["associations.activity/sampleton/2023"].parameters)["confidential"] == "1"
    assert "associations.activity/sampleton/2023/segment=fair" not in found
