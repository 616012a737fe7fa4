"""A small classifier of clauses, trained on what people labelled, and its errors on clauses that it has not seen.

Short runs of characters stand for words, so that Chinese needs no segmentation and English no stems.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

FOLDS = 5
LEAST = 100  # labelled clauses below which nothing is trained
LEAST_EACH = 15  # of each of at least two labels
_RUNS = (1, 3)  # characters of a run, at least and at most
_PENALTY = 4.0  # inverse strength of the ridge penalty


@dataclass(frozen=True, slots=True)
class Errors:
    """How often each label was found for each true one, on clauses that the classifier had not seen."""

    counts: dict[tuple[str, str], int]  # (truth, found)

    def rates(self, label: str) -> tuple[int, int, int, int]:
        """True positives, positives, false positives and negatives of a label, as `corrected_share` takes them."""
        positives = sum(n for (truth, _), n in self.counts.items() if truth == label)
        negatives = sum(n for (truth, _), n in self.counts.items() if truth != label)
        false = sum(n for (truth, found), n in self.counts.items() if truth != label and found == label)
        return self.counts.get((label, label), 0), positives, false, negatives

    @property
    def accuracy(self) -> float:
        """Share of clauses whose label was found."""
        right = sum(n for (truth, found), n in self.counts.items() if truth == found)
        return right / sum(self.counts.values())


def errors_of(truth: Sequence[str], found: Sequence[str]) -> Errors:
    """The error matrix of labels found for clauses of known labels."""
    return Errors(dict(sorted(Counter(zip(truth, found, strict=True)).items())))


def agreed(texts: Sequence[str], labels: Sequence[str]) -> tuple[list[str], list[str]]:
    """Each text once, with the label that most coders gave it; texts whose coders are split evenly are left out."""
    given: dict[str, Counter[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        given.setdefault(text.strip(), Counter())[label] += 1
    kept: dict[str, str] = {}
    for text, votes in given.items():
        (label, most), *others = votes.most_common()
        if text and not any(n == most for _, n in others):
            kept[text] = label
    return list(kept), list(kept.values())


def trainable(labels: Sequence[str]) -> bool:
    """Whether there are enough labelled clauses: a hundred, and fifteen of each of at least two labels."""
    each = Counter(labels)
    return len(labels) >= LEAST and len(each) >= 2 and sum(n >= LEAST_EACH for n in each.values()) >= 2


def train(texts: Sequence[str], labels: Sequence[str]) -> Callable[[Sequence[str]], list[str]]:
    """A function from texts to labels: logistic regression on TF-IDF of runs of one to three characters.

    Labels weigh the same whatever their number (class weights n / (classes n_c)), log-likelihood with a ridge penalty;
    the problem is convex, so that no seed is needed. Raises ValueError for fewer than two labels.
    """
    model = _model()
    model.fit([text.lower() for text in texts], list(labels))

    def labels_of(given: Sequence[str]) -> list[str]:
        return [str(one) for one in model.predict([text.lower() for text in given])] if len(given) else []

    return labels_of


def cross_validated(texts: Sequence[str], labels: Sequence[str], seed: int, folds: int = FOLDS) -> Errors:
    """Errors on clauses left out of training; see `unseen_labels`."""
    return errors_of(labels, unseen_labels(texts, labels, seed, folds))


def unseen_labels(texts: Sequence[str], labels: Sequence[str], seed: int, folds: int = FOLDS) -> list[str]:
    """The label found for each clause by a classifier that has not seen it: each fifth is left out of training in turn.

    Labels are spread evenly over the folds. Texts must differ (`agreed`): a clause that stands in training and test
    alike would flatter the classifier. Raises ValueError where texts repeat.
    """
    if len(set(texts)) < len(texts):
        raise ValueError("texts repeat")
    fold = _folds(labels, seed, folds)
    found = [""] * len(texts)
    for left_out in range(folds):
        inside = [place for place in range(len(texts)) if fold[place] != left_out]
        outside = [place for place in range(len(texts)) if fold[place] == left_out]
        predict = train([texts[place] for place in inside], [labels[place] for place in inside])
        for place, label in zip(outside, predict([texts[place] for place in outside]), strict=True):
            found[place] = label
    return found


def _folds(labels: Sequence[str], seed: int, folds: int) -> list[int]:
    """The fold of each clause: within a label dealt out one by one, in an order drawn with the seed."""
    import numpy as np

    order = np.random.default_rng(seed).permutation(len(labels))
    dealt: Counter[str] = Counter()
    found = [0] * len(labels)
    for start, label in enumerate(sorted(set(labels))):
        dealt[label] = start  # so that rare labels do not all fall into the first fold
    for place in order.tolist():
        found[place] = dealt[labels[place]] % folds
        dealt[labels[place]] += 1
    return found


def _model() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    runs = TfidfVectorizer(analyzer="char", ngram_range=_RUNS, sublinear_tf=True, lowercase=False)
    return make_pipeline(runs, LogisticRegression(C=_PENALTY, class_weight="balanced", max_iter=1000))
