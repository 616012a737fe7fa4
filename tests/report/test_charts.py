"""Charts: rounding of axes, hatching of gaps, bounds and repeated claims."""

import pytest

from clustermark.report import chart_claims, chart_dots, chart_levels
from clustermark.report.charts import draw, nice_ticks, shorten, text_width, wrapped


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 23, [0, 5, 10, 15, 20, 25]),
        (0, 0.6, [0, 0.2, 0.4, 0.6]),
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_ticks_are_round_and_cover_the_values(low: float, high: float, ticks: list[float]) -> None:
    assert nice_ticks(low, high) == ticks


def test_text_is_cut_and_wrapped_to_its_width() -> None:
    assert shorten("short", 200) == "short"
    cut = shorten("a very long name of a publisher", 80)
    assert cut.endswith("…")
    assert text_width(cut) <= 80
    assert wrapped("mostly contract work", 80) == ["mostly", "contract", "work"]
    assert "".join(wrapped("没有自己的市场或展会", 60)) == "没有自己的市场或展会"


def drawn(spec: object) -> str:
    assert isinstance(spec, dict)
    return draw(spec, alternative='say "it" & <b>', css="w", language="en")


def test_a_missing_value_is_a_hatched_band_with_its_reason() -> None:
    dots = [chart_dots.Dot("Northby", "12", 12.0), chart_dots.Dot("Sampleton", focus=True, missing="nothing read")]
    svg = drawn(chart_dots.both(dots, str)[0])
    assert svg.count('fill="url(#hatch)"') == 1
    assert "nothing read" in svg
    assert 'aria-label="say &quot;it&quot; &amp; &lt;b&gt;"' in svg
    full = drawn(chart_dots.both([chart_dots.Dot("Northby", "12", 12.0)], str)[0])
    assert "url(#hatch)" not in full


def test_text_from_outside_cannot_become_markup() -> None:
    svg = drawn(chart_dots.both([chart_dots.Dot("<script>x</script>", "1", 1.0)], str)[0])
    assert "<script" not in svg


def test_claims_of_one_year_are_joined_and_repeated_values_ringed() -> None:
    marks = [
        chart_claims.Mark("2008", 0.4, None, True, "A"),
        chart_claims.Mark("2008", 0.5, None, False, "B"),
        chart_claims.Mark("2008", 0.5, None, False, "B"),
        chart_claims.Mark("2010", 0.6, None, False, "C"),
    ]
    said: list[tuple[float, float]] = []

    def words(low: float, high: float) -> str:
        said.append((low, high))
        return f"{low} {high}"

    svg = drawn(chart_claims.chart(marks, words, str, 730))
    assert said == [(0.4, 0.5), (0.6, 0.6)]
    assert svg.count('stroke-width="5"') >= 1  # the bar between the claims of 2008
    assert 'fill="white"' in svg  # the party's claim is open
    assert "B ×2" in svg


def test_names_stand_over_their_code_and_the_focus_alone_in_the_accent() -> None:
    columns = [
        chart_levels.Column("0", "none", ("Northby",), ("other",)),
        chart_levels.Column("1", "all", ("Sampleton", "Eastby"), ("focus", "study")),
    ]
    for spec in (chart_levels.wide(columns), chart_levels.narrow(columns)):
        svg = drawn(spec)
        assert svg.count("#a62c0a") == 2  # its dot and its name
        assert all(name in svg for name in ("Northby", "Sampleton", "Eastby"))


def test_a_drawing_repeats() -> None:
    spec = chart_dots.both([chart_dots.Dot("Northby", "12", 12.0, 10.0, 14.0)], str)[1]
    assert drawn(spec) == drawn(spec)
