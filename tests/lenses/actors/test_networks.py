"""Links of firms: the planted is found, what the response does not carry is not read, the covered is not named."""

import random
import time

import numpy as np
import polars as pl
import pytest
from tests.lenses.actors.made_up import by_id, context, firm

from clustermark.findings.model import Finding
from clustermark.lenses.actors import networks


def link(giver: str, taker: str, layer: str = "knowledge", **cells: object) -> dict[str, object]:
    given = {"subject": "sampleton", "layer": layer, "from": giver, "to": taker, "year": 2023, "reporter": taker}
    return given | cells


def halves() -> list[dict[str, object]]:
    """Two rings of five firms; all that passes between them goes through S-000, which links to two of each ring."""
    one, other = ([f"S-{n:03d}" for n in span] for span in (range(1, 6), range(6, 11)))
    rings = [(ring[at], ring[(at + 1) % 5]) for ring in (one, other) for at in range(5)]
    known = [(ring[at], "S-000") for ring in (one, other) for at in (0, 2)]
    return [link(*pair) for pair in (*rings, *known, *((taker, giver) for giver, taker in known))]


FIRMS = [firm(n, district="东片" if n < 6 else "西片") for n in range(11)]


def found_in(links: list[dict[str, object]], firms: list[dict[str, object]] = FIRMS, **more: object):
    given = context(firms=firms, links=links, **more)  # type: ignore[arg-type]
    made = networks.find(given)
    return made, by_id(made, given)


def of(found: dict[str, Finding], measure: str, layer: str = "knowledge") -> Finding:
    return found[f"enterprises.{measure}/sampleton/2023/segment={layer}"]


def test_the_planted_broker_is_found_by_hand() -> None:
    """S-000 lies on all 2 * 25 paths between the halves, and on 3 + 6 / 2 within each, where the way is no longer."""
    made, found = found_in(halves())
    assert found["enterprises.response_rate/sampleton/2023"].value == 1
    assert found["enterprises.network_warning/sampleton/2023"].value == "full"
    roles = made.tables["firm_roles"]
    first = roles.row(0, named=True)
    assert (first["firm"], first["rank"], first["betweenness"]) == ("示例厂000", 1, pytest.approx(62))
    broker = of(found, "broker_share")
    assert broker.value == pytest.approx(62 / roles["betweenness"].sum())
    assert broker.low is not None and broker.high is not None and broker.low <= broker.value <= broker.high
    assert dict(broker.parameters)["kind"] == "firm" and float(dict(broker.parameters)["second"]) < broker.value
    by_role = [first[role] for role in ("coordinator", "gatekeeper", "representative", "liaison", "itinerant")]
    assert by_role == [2, 4, 4, 0, 2]  # of two in its own district and two in the other, none of them linked
    assert of(found, "links_inside").value == 18 and of(found, "outside_links").value == 0
    assert of(found, "core_size").value == 11 and dict(of(found, "core_size").parameters)["k"] == "2"


def test_the_order_of_rows_changes_nothing() -> None:
    mixed = halves()
    random.Random(4).shuffle(mixed)
    one, other = found_in(halves())[0], found_in(mixed)[0]
    assert one.tables["firm_roles"].equals(other.tables["firm_roles"])
    assert [(a.id, a.value, a.low, a.high) for a in one.findings] == [
        (a.id, a.value, a.low, a.high) for a in other.findings
    ]


def test_below_a_response_of_sixty_in_a_hundred_only_being_named_is_read() -> None:
    answered = [row for row in halves() if row["reporter"] in ("S-000", "S-001", "S-006")]
    made, found = found_in(answered)
    assert found["enterprises.response_rate/sampleton/2023"].value == pytest.approx(3 / 11)
    warning = found["enterprises.network_warning/sampleton/2023"]
    assert (warning.value, dict(warning.parameters)["response"]) == ("read-in-degree-only", "0.2727")
    for measure in ("core_size", "broker_share"):
        assert (of(found, measure).status, of(found, measure).why) == ("insufficient", "low-response")
    roles = made.tables["firm_roles"]
    assert roles["betweenness"].null_count() == roles["core"].null_count() == roles.height
    top = roles.row(0, named=True)
    assert (top["firm"], top["named_by"], top["rank"]) == ("示例厂000", 2, 1)
    assert dict(of(found, "links_inside").parameters)["bound"] == "at least"


def test_sixty_in_a_hundred_are_enough_and_one_less_is_not() -> None:
    firms = [firm(n) for n in range(10)]
    ring = [link(f"S-{n:03d}", f"S-{(n + 1) % 10:03d}") for n in range(10)]
    _, six = found_in(ring[:6], firms)
    _, five = found_in(ring[:5], firms)
    assert six["enterprises.network_warning/sampleton/2023"].value == "full"
    assert five["enterprises.network_warning/sampleton/2023"].value == "read-in-degree-only"


def test_records_were_not_asked_and_are_read_whole() -> None:
    rows = [row | {"reporter": None, "layer": "ownership"} for row in halves()]
    _, found = found_in(rows)
    assert found["enterprises.response_rate/sampleton/2023"].why == "input-missing"
    warning = found["enterprises.network_warning/sampleton/2023"]
    assert (warning.value, dict(warning.parameters)["basis"]) == ("full", "records")
    assert of(found, "broker_share", "ownership").status == "ok"


def test_without_a_list_the_response_is_unknown_and_brokers_are_not_read() -> None:
    given = context(links=halves())
    found = by_id(networks.find(given), given)
    assert found["enterprises.response_rate/sampleton/2023"].why == "input-missing"
    assert of(found, "broker_share").why == "response-unknown"


def test_a_link_told_by_both_ends_is_one_link() -> None:
    rows = [*halves(), link("S-001", "S-002", reporter="S-001", value=30, unit="万元"), link("S-002", "S-002")]
    made, found = found_in(rows)
    assert of(found, "links_inside").value == 18 and dict(of(found, "links_inside").parameters)["loops"] == "1"
    told = made.tables["firm_links"].filter(pl.col("from") == "示例厂001", pl.col("to") == "示例厂002")
    row = told.row(0, named=True)
    assert (row["stated_by"], row["weight"], row["unit"], len(row["rows"])) == (2, 300_000, "CNY", 2)


def test_ends_outside_the_cluster_and_bodies_keep_their_kind() -> None:
    rows = [
        *halves(),
        link("示例测试中心", "S-001", from_kind="association"),
        link("远方大学", "S-002", from_kind="outside"),
        link("远方大学", "S-003"),  # the kind stands in another row
        link("S-004", "未列厂", reporter="S-004"),
    ]
    made, found = found_in(rows)
    kinds = dict(made.tables["firm_roles"].select("firm", "kind").iter_rows())
    assert (kinds["示例测试中心"], kinds["远方大学"], kinds["未列厂"]) == ("association", "outside", "firm")
    outside = of(found, "outside_links")
    assert outside.value == pytest.approx(2 / 22) and outside.n == 22
    assert dict(outside.parameters)["off-list"] == "1"


def test_of_two_surveys_the_nearest_counts() -> None:
    old = [row | {"year": 2021} for row in halves()]
    _, found = found_in([*old, *halves()[:12]])
    inside = of(found, "links_inside")
    assert (inside.value, inside.years, dict(inside.parameters)["other-years"]) == (12, "2023", "18")
    _, found = found_in([row | {"year": 2012} for row in halves()])
    assert found["enterprises.network_warning/sampleton/2023"].why == "outside-years"


def test_confidential_rows_are_counted_and_their_firms_never_named() -> None:
    rows = halves()
    made, found = found_in(rows, covered=["links:2"])  # S-001 -> S-002
    assert of(found, "links_inside").value == 18
    assert dict(of(found, "links_inside").parameters)["untold"] == "2"
    names = {*made.tables["firm_roles"]["firm"], *made.tables["firm_links"]["from"], *made.tables["firm_links"]["to"]}
    assert not names & {"示例厂001", "示例厂002", "S-001", "S-002"} and "示例厂000" in names
    everything = [f"links:{at}" for at in range(2, 2 + len(rows))]
    made, found = found_in(rows, covered=everything)
    assert made.tables["firm_roles"].height == made.tables["firm_links"].height == 0
    assert of(found, "broker_share").status == "ok"


def test_a_confidential_list_lends_no_names_to_open_links() -> None:
    made, _ = found_in(halves(), covered=[f"firms:{at}" for at in range(2, 13)])
    assert made.tables["firm_roles"]["firm"].to_list()[0] == "S-000"  # as the open row has it


def test_without_networkit_the_rest_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "find_spec", lambda name: None)
    made, found = found_in(halves())
    assert of(found, "broker_share").why == "library-missing"
    assert of(found, "core_size").value == 11
    assert made.tables["firm_roles"].row(0, named=True)["firm"] == "示例厂000"  # by brokered pairs
    assert made.tables["firm_roles"]["betweenness"].null_count() == 11


def test_few_links_are_no_share_and_a_chain_has_no_core() -> None:
    firms = [firm(n) for n in range(4)]
    _, found = found_in([link(f"S-{n:03d}", f"S-{n + 1:03d}") for n in range(3)], firms)
    assert of(found, "outside_links").why == "few-links"
    assert of(found, "core_size").why == "no-core"
    _, found = found_in([link("S-000", f"S-{n:03d}") for n in range(1, 4)], firms)
    assert of(found, "broker_share").why == "no-broker"


@pytest.mark.parametrize("hostile", ["=cmd()", "../../x", "<script>", "{place}", "a/b;c=d@e~f", "x" * 5000])
def test_hostile_names_stay_data(hostile: str) -> None:
    made, found = found_in([*halves(), link(hostile, "S-001")])
    assert of(found, "links_inside").value == 19
    assert all(len(name) <= 60 for name in made.tables["firm_roles"]["firm"])
    assert not [one for one in found if hostile in one]


@pytest.mark.slow
def test_a_large_cluster_takes_seconds() -> None:
    rng = np.random.default_rng(3)
    firms = [firm(n) for n in range(5_000)]
    ends = rng.integers(0, 5_000, (15_000, 2)).tolist()
    start = time.perf_counter()
    found_in([link(f"S-{one:03d}", f"S-{other:03d}") for one, other in ends], firms)
    assert time.perf_counter() - start < 30  # measured in docs/methods/actors.md
