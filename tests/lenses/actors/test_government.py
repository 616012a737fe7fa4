"""Roles of government in policies that were planted, and whether they went on; what cannot be told says why."""

import pytest
from tests.lenses.actors.made_up import by_id, context

from clustermark.findings.model import state
from clustermark.lenses.actors import government
from clustermark.methods.policies import instruments
from clustermark.methods.policy_roles import roles, roles_of


def policy(date: str, text: str, place: str | None = "sampleton", level: str = "town") -> dict[str, object]:
    return {"title": "办法", "issuer": "示例镇政府", "level": level, "date": date, "place": place, "text": text}


HELP, RULE, MAKE, BUY = (
    "设立专项资金支持企业。",
    "开展质量监督和执法检查。",
    "由镇属企业统一生产。",
    "优先安排政府采购。",
)


def found_in(*policies: dict[str, object]):
    given = context(policies=policies)
    made = government.find(given)
    return made, by_id(made, given)


def test_four_roles_are_counted_by_passages_that_show_any() -> None:
    made, found = found_in(
        policy("2019", HELP * 3 + RULE + "本办法自印发之日起施行。"),
        policy("2020", HELP + MAKE),
        policy("2023", BUY + "设立专项资金用于政府采购。"),
    )
    share = {name.split("segment=")[1]: one for name, one in found.items() if "role_share" in name}
    assert {role: one.value for role, one in share.items()} == pytest.approx(
        {"facilitator": 5 / 8, "regulator": 1 / 8, "producer": 1 / 8, "buyer": 2 / 8}
    )
    one = share["regulator"]
    assert one.low is not None and one.high is not None and one.low < 1 / 8 < one.high
    assert (one.n, one.years, one.evidence) == (8, "2019-2023", ("policies:2",))
    assert state(one) == "leaning" and dict(one.parameters)["dictionary"] == "not validated"
    row = made.tables["government_roles"].row(3, named=True)
    assert (row["role"], row["documents"], row["passages"], row["rows"]) == ("buyer", 1, 2, ["policies:4"])


def test_what_an_association_issues_is_no_act_of_government() -> None:
    _, found = found_in(policy("2023", HELP), policy("2023", RULE * 5, level="association"))
    assert found["government.role_share/sampleton/2023/segment=facilitator"].value == 1
    _, found = found_in(policy("2023", RULE, level="association"))
    assert found == {}


def test_continuity_counts_years_of_the_place_itself_up_to_the_end_of_the_period() -> None:
    """2018, 2019, 2021 of the six years 2018 to 2023: a half; the longest gap is 2022 and 2023."""
    own = [policy(f"{year}-03", HELP) for year in (2018, 2019, 2019, 2021)]
    others = [policy("2022", HELP, "midshire", "provincial"), policy("2025", HELP)]
    _, found = found_in(*own, *others)
    one = found["government.continuity/sampleton/2023"]
    assert (one.value, one.n, one.years) == (0.5, 4, "2018-2023")
    told = dict(one.parameters)
    assert (told["years-with"], told["longest-gap"], told["since"]) == ("3", "2", "2018")
    assert found["government.role_share/sampleton/2023/segment=facilitator"].n == 5  # of the province as well


def test_what_cannot_be_told_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = found_in(policy("2022", "本办法自印发之日起施行。"))
    assert found["government.role_share/sampleton/2023"].why == "no-roles"
    assert found["government.continuity/sampleton/2023"].why == "few-years"
    _, found = found_in(policy("", HELP))
    assert found["government.continuity/sampleton/2023"].why == "few-years"
    monkeypatch.setattr(government, "library_missing", lambda: "opencc")
    _, found = found_in(policy("2022", HELP))
    assert {one.why for one in found.values()} == {"library-missing"} and len(found) == 2


def test_every_instrument_has_one_role_or_is_known_to_have_none() -> None:
    placed = [one for role in roles().values() for one in role.instruments]
    assert len(placed) == len(set(placed))
    assert set(instruments()) - set(placed) == {"environment.goal", "environment.organisation"}


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("由鎮屬企業統一經營。", ("producer",)),  # traditional characters
        ("Discharge permits are checked by state-owned companies.", ("regulator", "producer")),
        ("A prestate-owned companyship.", ()),  # whole words only
        ("本条自发布之日起施行。", ()),
    ],
)
def test_terms_of_roles_are_found_in_both_scripts_and_languages(passage: str, expected: tuple[str, ...]) -> None:
    assert roles_of(passage, ()) == expected
