"""The demonstration run of the Semantic Brand Score on the first chapters of Alice in Wonderland.

Fronzetti Colladon, github.com/iandreafc/semanticbrandscore-demo: 1,051 words, 18,955 pairs of words, of which 840 words
and 4,035 pairs (loops among them) stand together twice or more. `alice_words.txt` holds its words after preprocessing,
a chapter a line; the text is in the public domain.
"""

import re
import string
import time
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from clustermark.methods.networks.cooccurrence import cooccurrence, filtered
from clustermark.methods.text.importance import brand_importance

pytestmark = pytest.mark.slow

WORDS = Path(__file__).with_name("alice_words.txt")
NAMES = ("alice", "rabbit")


@cache
def tokens() -> tuple[np.ndarray, np.ndarray, dict[str, int]]:
    chapters = [line.split() for line in WORDS.read_text(encoding="utf-8").splitlines()]
    numbers = {word: place for place, word in enumerate(sorted({word for words in chapters for word in words}))}
    document = np.repeat(np.arange(len(chapters)), [len(words) for words in chapters])
    return document, np.array([numbers[word] for words in chapters for word in words]), numbers


def importance(*, exact: bool):
    document, term, numbers = tokens()
    return brand_importance(document, term, len(numbers), [numbers[name] for name in NAMES], exact=exact)


def test_the_network_has_the_words_and_pairs_of_the_published_run() -> None:
    document, term, numbers = tokens()
    pairs = cooccurrence(document, term, len(numbers))
    loops = pairs.diagonal()
    assert len(numbers) == 1051
    assert (pairs.nnz + np.count_nonzero(loops)) // 2 == 18955
    network, kept = filtered(pairs, 2, [numbers[name] for name in NAMES])
    assert len(kept) == 840
    assert network.nnz // 2 + np.count_nonzero(loops >= 2) == 4035


def test_prevalence_is_the_published_one_to_the_last_digit() -> None:
    assert importance(exact=False).prevalence.tolist() == [6.716253083416179, 0.23502089447171487]


def test_connectivity_is_near_the_value_of_exact_distances_and_the_exact_variant_nearer() -> None:
    """The published .6363388 and -.0557045 part ties in floating point; .6363397676 and -.0557044847 do not."""
    true = np.array([0.6363397676, -0.0557044847])
    floating, exact = importance(exact=False).connectivity, importance(exact=True).connectivity
    assert np.abs(floating - true).max() < 5e-6
    assert np.abs(exact - true).max() < 5e-10
    assert np.abs(floating - [0.6363388120984864, -0.05570445522732375]).max() < 5e-10


def test_diversity_is_that_of_the_authors_package_and_the_sum_within_a_hundredth_of_the_published() -> None:
    """Published diversity 7.230649 and .372369 come from an older version of the package, which gives these today."""
    found = importance(exact=True)
    assert found.diversity == pytest.approx([7.231251, 0.374360], abs=5e-7)
    assert found.score == pytest.approx([14.583241, 0.551686], abs=0.01)


def test_exact_ties_take_seconds_on_a_chapter_sized_network() -> None:
    start = time.process_time()
    importance(exact=True)
    assert time.process_time() - start < 20


@pytest.mark.research
def test_the_words_come_from_the_text_by_the_published_preprocessing(research_data: Path) -> None:
    """Small letters, punctuation to blanks, English stop words out, Snowball stems of all but the names."""
    snowball = pytest.importorskip("nltk.stem.snowball", reason="the run was published with the stemmer of nltk")
    stem = cache(snowball.SnowballStemmer("english").stem)
    folder = research_data / "corpora" / "sbs_golden"
    stops = (folder / "nltk_stopwords_english_179.txt").read_text(encoding="utf-8").split()
    lines = []
    for line in (folder / "AliceWonderland.csv").read_text(encoding="utf-8").splitlines():
        text = re.sub(f"[{re.escape(string.punctuation)}]", " ", line.lower())
        text = re.sub(rf"\b({'|'.join(map(re.escape, stops))})\b", " ", text)
        lines.append(" ".join(word if word in NAMES else stem(word) for word in text.split()))
    assert "".join(f"{line}\n" for line in lines) == WORDS.read_text(encoding="utf-8")
