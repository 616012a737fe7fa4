"""The clauses near each name, labelled by word list and, where enough are labelled by hand, by a trained classifier."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.corpus import Corpus
from clustermark.evidence.model import Evidence
from clustermark.lenses.rows import number, text
from clustermark.methods.text.classifier import Errors, agreed, errors_of, train, trainable, unseen_labels
from clustermark.methods.text.sentiment import Lexicon, default_lexicon, label, near, score

LANGUAGES = ("zh", "en")
LABELS = ("positive", "negative", "neutral")
MOST = 20_000  # stories of a subject whose clauses are read; of more a sample is drawn with the study's seed
STRANGE = 0.1  # how much oftener list and classifier may differ on the corpus than on the labelled clauses
READ = 2_000  # clauses of the corpus that this is read from
LEAST_LABELS = 40  # hand-labelled clauses of a language below which nothing is corrected
_HAN = re.compile("[\u3400-\u9fff]")
Places = Mapping[int, list[tuple[str, int, int]]]  # document -> (subject, start, end)


@dataclass(frozen=True, slots=True)
class Labeller:
    """How clauses of a language are labelled, and the errors on hand-labelled ones; None where these are too few.

    `trained` labels clauses where a classifier trained on them tells positive from the rest better than the word list;
    `errors` are then its own, on clauses that it has not seen, and `listed` those of the list. `worded` is the share of
    the labelled clauses that hold a word of the list, `apart` the share on which list and classifier differ.
    """

    lexicon: Lexicon
    errors: Errors | None = None
    labels: int = 0
    worded: float = 0.0
    trained: Callable[[Sequence[str]], list[str]] | None = None
    listed: Errors | None = None
    apart: float = 0.0


def spoken(clause: str) -> str:
    """The language by whose words a clause is read: Chinese where it holds Chinese at all."""
    return "zh" if _HAN.search(clause) else "en"


def labeller(evidence: Evidence, language: str, seed: int) -> Labeller:
    """The word list with the user's words, and what the user's labelled clauses say of it.

    Words and labels of confidential sources are used: no word of them reaches an output.
    """
    own = [
        (text(row, "word"), _value(row), text(row, "kind") or "sentiment")
        for row in evidence.rows("sentiment_words")
        if text(row, "word").strip() and spoken(text(row, "word")) == language and _value(row)
    ]
    lexicon = default_lexicon(language).with_words(own)
    rows = [row for row in evidence.rows("sentiment_labels") if spoken(text(row, "text")) == language]
    texts, labels = agreed([text(row, "text") for row in rows], [text(row, "label") for row in rows])
    if len(texts) < LEAST_LABELS or not 0 < labels.count("positive") < len(labels):
        return Labeller(lexicon, labels=len(texts))
    values = [score(one, lexicon, language) for one in texts]
    by_list = [label(value) for value in values]
    worded = sum(value is not None for value in values) / len(values)
    listed = errors_of(labels, by_list)
    if trainable(labels):
        found = unseen_labels(texts, labels, seed)
        unseen = errors_of(labels, found)
        if _separation(unseen) > _separation(listed):
            apart = _differing(found, by_list)
            return Labeller(lexicon, unseen, len(texts), worded, train(texts, labels), listed, apart)
    return Labeller(lexicon, listed, len(texts), worded)


def settled(how: Labeller, clauses: Sequence[str], language: str) -> Labeller:
    """The labeller for these clauses of a corpus: the word list again where the classifier is not at home in them.

    Where list and classifier differ on the corpus far more often than on unseen labelled clauses, the labelled clauses
    are not like those of the corpus, and what was learned from them does not hold there.
    """
    if how.trained is None or not clauses:
        return how
    by_list = [label(score(clause, how.lexicon, language)) for clause in clauses]
    if _differing(how.trained(clauses), by_list) <= how.apart + STRANGE:
        return how
    return Labeller(how.lexicon, how.listed, how.labels, how.worded)


def _differing(one: Sequence[str], other: Sequence[str]) -> float:
    return sum(left != right for left, right in zip(one, other, strict=True)) / len(one)


def _value(row: Mapping[str, object]) -> float:
    """The value of a word, -1..1; the factor of a negation (below 0) or intensifier (above 0); 0 where it is none."""
    value, kind = number(row, "value") or 0.0, text(row, "kind") or "sentiment"
    if kind == "sentiment":
        return float(np.clip(value, -1.0, 1.0))
    return value if (value < 0) == (kind == "negation") else 0.0


def _separation(errors: Errors) -> float:
    true, positives, false, negatives = errors.rates("positive")
    return true / positives - false / negatives


@dataclass(frozen=True, slots=True)
class Counted:
    """Clauses by story, language and label (stories, 2, 3): `listed` by word list, `corrected` by what is corrected.

    `worded` counts those with a word of the list (stories, 2), `of` the stories that there are.
    """

    listed: NDArray[np.int64]
    corrected: NDArray[np.int64]
    worded: NDArray[np.int64]
    of: int


def counted(
    corpus: Corpus, own: pl.DataFrame, subject: str, places: Places, labellers: Mapping[str, Labeller], seed: int
) -> Counted:
    """Count the clauses that speak of a subject in its stories."""
    documents = own["document"].to_list()
    if len(documents) > MOST:
        chosen = np.sort(np.random.default_rng(seed).choice(len(documents), MOST, replace=False))
        documents = [documents[place] for place in chosen]
    shape = (len(documents), len(LANGUAGES))
    listed, worded = np.zeros((*shape, 3), dtype=np.int64), np.zeros(shape, dtype=np.int64)
    corrected = np.zeros_like(listed)
    said: dict[str, list[tuple[int, str]]] = {language: [] for language in LANGUAGES}
    for story, document in enumerate(documents):
        for clause in _clauses(corpus, document, subject, places):
            language = spoken(clause)
            value = score(clause, labellers[language].lexicon, language)
            listed[story, LANGUAGES.index(language), LABELS.index(label(value))] += 1
            worded[story, LANGUAGES.index(language)] += value is not None
            said[language].append((story, clause))
    for at, language in enumerate(LANGUAGES):
        trained = labellers[language].trained
        if trained is None:
            corrected[:, at] = listed[:, at]
            continue
        for (story, _), found in zip(said[language], trained([one for _, one in said[language]]), strict=True):
            corrected[story, at, LABELS.index(found)] += 1
    return Counted(listed, corrected, worded, own.height)


def some_clauses(corpus: Corpus, once: pl.DataFrame, places: Places, seed: int) -> dict[str, list[str]]:
    """Clauses near the names by language, of stories drawn with the seed."""
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    pairs = once.select("document", "subject").rows()
    for at in np.random.default_rng(seed).permutation(len(pairs)).tolist():
        document, subject = pairs[at]
        for clause in _clauses(corpus, document, subject, places):
            if len(found[spoken(clause)]) < READ:
                found[spoken(clause)].append(clause)
        if all(len(one) >= READ for one in found.values()):
            break
    return found


def _clauses(corpus: Corpus, document: int, subject: str, places: Places) -> Iterator[str]:
    words = corpus.text(document)
    named = places.get(document, [])
    mine = [(start, end) for place, start, end in named if place == subject]
    rivals = [(start, end) for place, start, end in named if place != subject]
    for start, end in near(words, mine, rivals):
        yield words[start:end]


def places_of(corpus: Corpus, documents: pl.DataFrame) -> Places:
    """Where each of the documents names which place, by its own names or those of its brands."""
    named = corpus.names.filter((pl.col("subject") != "") & (pl.col("kind") != "message")).select("name", "subject")
    asked = documents.select("document").unique()
    joined = corpus.mentions_of.join(asked, on="document", how="semi").join(named, on="name")
    found: dict[int, list[tuple[str, int, int]]] = {}
    for document, subject, start, end in joined.select("document", "subject", "start", "end").iter_rows():
        found.setdefault(document, []).append((subject, start, end))
    return found
