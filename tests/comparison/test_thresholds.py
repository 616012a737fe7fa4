from clustermark.comparison.thresholds import benchmark_median, benchmark_percentile, comparators, own_past
from comparison.made_up import STUDY, finding

LIKE = finding("position.own_brand_share", "a", 0.5)
OTHERS = [finding("position.own_brand_share", place, at / 10) for at, place in enumerate("bcdef", start=1)]


def test_fewer_than_five_comparators_give_no_threshold():
    assert benchmark_median([LIKE, *OTHERS[:4]], LIKE, ["a"]) is None
    assert benchmark_percentile([LIKE, *OTHERS[:4]], LIKE, ["a"], 0.25) is None
    assert benchmark_median([LIKE, *OTHERS], LIKE, ["a"]) == 0.3
    assert benchmark_percentile([LIKE, *OTHERS], LIKE, ["a"], 0.25) == 0.2


def test_only_equal_questions_about_clusters_compare():
    wrong = [
        finding("position.own_brand_share", "g", 0.9, dims={"scope": "town"}),
        finding("position.own_brand_share", "h", 0.9, period="2010"),
        finding("position.own_brand_share", "i", 0.9, parameters={"place-kind": "city"}),
        finding("position.own_brand_share", "j", None, status="insufficient", why="no-rows"),
        finding("position.own_brand_share", "k", 0.9, scenario="what-if"),
        finding("position.own_brand_share", "l", 0.9, low=0.9, uncertainty="bound"),  # "at least" is no point
    ]
    assert set(comparators([LIKE, *OTHERS, *wrong], LIKE, ["a"])) == set("bcdef")


def test_own_past_is_the_latest_earlier_period_with_an_answer():
    earlier = [finding("position.own_brand_share", "a", 0.1, period=period) for period in ("2010", "2015")]
    assert own_past([LIKE, *earlier], LIKE, STUDY) == earlier[1]
    assert own_past([LIKE, earlier[0]], LIKE, STUDY) == earlier[0]
    assert own_past([LIKE, *OTHERS], LIKE, STUDY) is None
