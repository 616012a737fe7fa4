"""Brand importance on planted texts; associations and topics against other programs, papers and by hand."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from clustermark.methods.text.associations import false_discovery, keyness, log_dice, npmi
from clustermark.methods.text.importance import bootstrap_importance, brand_importance, random_groups, ranks
from clustermark.methods.text.stopwords import is_content, stop_words
from clustermark.methods.text.topics import most_stable, topics


def test_a_name_in_more_and_more_varied_company_matters_more() -> None:
    rng = np.random.default_rng(1)
    rows = []
    for document in range(300):
        words = list(2 + rng.zipf(1.5, 20) % 60)
        if document % 2 == 0:
            words.insert(int(rng.integers(20)), 0)
        if document % 10 == 0:
            words = [1, 3, 4, 5, 1, 3, 4, 5]
        rows += [(document, int(word)) for word in words]
    document, term = np.array(rows).T
    found = brand_importance(document, term, 62, [0, 1])
    assert found.score[0] > found.score[1]
    assert ranks(found.score).tolist() == [1, 2]
    with pytest.raises(ValueError, match="without tokens"):
        brand_importance(document, term, 63, [62])
    with pytest.raises(ValueError, match="no two words"):
        brand_importance([0, 1], [0, 1], 2, [0])


def zipf(seed: int, documents: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    term = np.minimum(rng.zipf(1.4, documents * 20), 80) - 1
    return np.repeat(np.arange(documents), 20), term


def test_draws_of_the_same_corpus_centre_on_ranks_that_hold() -> None:
    document, term = zipf(2, 200)
    found = brand_importance(document, term, 80, [0, 5, 30])
    drawn = bootstrap_importance(document, term, 80, [0, 5, 30], draws=30, pivots=40)
    again = bootstrap_importance(document, term, 80, [0, 5, 30], draws=30, pivots=40)
    np.testing.assert_array_equal(drawn, again)
    assert drawn.shape == (30, 3, 3)
    assert np.median(ranks(drawn.sum(axis=1)), axis=0).tolist() == ranks(found.score).tolist() == [1, 2, 3]


def test_one_document_drawn_from_one_gives_the_corpus_itself() -> None:
    document, term = np.zeros(400, dtype=int), zipf(3, 20)[1]
    found = brand_importance(document, term, 80, [0, 5])
    drawn = bootstrap_importance(document, term, 80, [0, 5], draws=1, pivots=80)[0]
    np.testing.assert_allclose(drawn, [found.prevalence, found.diversity, found.connectivity], atol=1e-9)


def test_a_network_of_the_commonest_words_leaves_prevalence_as_it_is() -> None:
    document, term = zipf(2, 200)
    whole, part = (brand_importance(document, term, 80, [0, 60], most=most) for most in (None, 20))
    assert whole.words > part.words >= 20
    np.testing.assert_array_equal(whole.prevalence, part.prevalence)


def test_large_corpora_are_drawn_in_random_groups_of_equal_size() -> None:
    assert random_groups(5, 1, 10).tolist() == [0, 1, 2, 3, 4]
    assert set(np.bincount(random_groups(1000, 1, 10))) == {100}


def test_words_of_content() -> None:
    """One Chinese character may be a word; figures, single letters and words of grammar are none."""
    assert all(map(is_content, ("绸", "丝绸", "silk", "5g", "state-of-the-art")))
    assert not any(map(is_content, ("的", "我们", "the", "don\u2019t", "2023", "x", "a" * 41, "年")))
    assert len(stop_words()) > 500


counts = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))


@given(st.lists(counts, min_size=1, max_size=10))
def test_laws_of_log_dice_and_npmi(given_counts: list[tuple[int, int, int]]) -> None:
    xy, more_x, more_y = np.array(given_counts).T
    x, y = xy + more_x + 1, xy + more_y + 1
    n = int((x + y).sum()) + 10
    assert (log_dice(xy, x, y) <= 14).all()
    np.testing.assert_array_equal(log_dice(xy, x, y), log_dice(xy, y, x))
    assert ((npmi(xy, x, y, n) >= -1) & (npmi(xy, x, y, n) <= 1 + 1e-12)).all()


def test_associations_by_hand() -> None:
    assert log_dice([5], [5], [5]).tolist() == [14]
    assert log_dice([8], [16], [16]).tolist() == [13]
    assert npmi([10], [10], [10], 100) == pytest.approx([1])
    assert npmi([1], [10], [10], 100) == pytest.approx([0], abs=1e-12)
    assert npmi([0], [10], [10], 100).tolist() == [-1]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 200), st.integers(0, 200))
def test_dunning_1993_is_the_g_test_of_the_two_by_two_table(a: int, b: int) -> None:
    if a + b == 0:
        return
    g2, ratio, p = keyness([a], 1000, [b], 4000)
    expected = stats.chi2_contingency([[a, b], [1000 - a, 4000 - b]], lambda_="log-likelihood", correction=False)
    assert g2[0] == pytest.approx(expected.statistic, abs=1e-8)
    assert (ratio[0] > 0) == ((a + 0.5) / 1000 > (b + 0.5) / 4000)
    assert 0 <= p[0] <= 1


def test_fisher_stands_in_where_little_is_expected() -> None:
    _, _, p = keyness([3], 100, [0], 100)
    assert p[0] == pytest.approx(stats.fisher_exact([[3, 0], [97, 100]]).pvalue)


def test_benjamini_and_hochberg_1995() -> None:
    """The fifteen p values of the paper: four are kept at .05."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1,
    ]
    assert (false_discovery(p) <= 0.05).sum() == 4


def test_planted_topics_are_found_and_stable() -> None:
    rng = np.random.default_rng(3)
    blocks = np.repeat(np.arange(3), 40)
    rate = np.where(np.arange(30)[None] // 10 == blocks[:, None], 2.0, 0.05)
    found = topics(sp.csr_array(rng.poisson(rate)), 3)
    assert {frozenset(int(word) // 10 for word in row) for row in found.top} == {
        frozenset([0]),
        frozenset([1]),
        frozenset([2]),
    }
    assert (found.stability > 0.9).all()
    assert found.share.sum() == pytest.approx(1)
    with pytest.raises(ValueError, match="topics"):
        topics(sp.csr_array(np.eye(3)), 9)
    assert len(most_stable(sp.csr_array(rng.poisson(rate)), (2, 3, 6)).share) == 3
    with pytest.raises(ValueError, match="too few"):
        most_stable(sp.csr_array(np.eye(3)), (9,))


def test_topics_of_noise_do_not_hold() -> None:
    found = most_stable(sp.csr_array(np.random.default_rng(1).poisson(1.0, (120, 60))), (4, 6))
    assert found.stability.mean() < 0.5
