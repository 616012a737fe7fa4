"""Which words stand near a name, what sets it apart from its peers, and how its words hang together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from clustermark.findings.model import Finding, pairs
from clustermark.lenses.communication.importance import centred
from clustermark.lenses.communication.words import LEAST_STORIES, Texts, stories_naming, texts_by_language
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.methods.intervals import bootstrap_weights
from clustermark.methods.networks.cooccurrence import near
from clustermark.methods.text.associations import false_discovery, keyness, log_dice, npmi
from clustermark.methods.text.importance import random_groups

Array = NDArray[np.float64]
Apart = Mapping[int, tuple[float, float, float]]  # G2, log ratio and q by the number of the word
METHOD = "communication.associations/2"
NEAR = 10  # content words on either side of the name
TOP = 20  # associations that make an image
TOLD = 60  # words a subject and language in the table
LEAST = 5  # stories in which a word stands near the name
DRAWS = 100
TWICE, FALSE = 1.0, 0.05  # log ratio and share of false discoveries of words that set a name apart
FIRST, OVERLAP = "communication.first_association", "communication.image_overlap"
TABLE = {
    "subject": pl.String,
    "language": pl.String,
    "word": pl.String,
    "together": pl.Int64,
    "alone": pl.Int64,
    "log_dice": pl.Float64,
    "npmi": pl.Float64,
    "g2": pl.Float64,
    "log_ratio": pl.Float64,
    "q": pl.Float64,
    "rank": pl.Int64,
}
NETWORK = {
    "subject": pl.String,
    "language": pl.String,
    "word": pl.String,
    "other": pl.String,
    "weight": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Image:
    """A name's words in one language: stories that name it, words near it (stories, words), and their strength.

    `order` are the words told, the strongest first; `together` and `everywhere` count stories, as do all others.
    """

    subject: str
    stories: NDArray[np.int64]
    near: sp.csr_array
    together: NDArray[np.int64]
    everywhere: NDArray[np.int64]
    log_dice: Array
    order: NDArray[np.int64]


def find(context: Context) -> Found:
    """Associations by language: the first of them, and the overlap of the twenty strongest with those of the peers."""
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    edges: list[tuple[object, ...]] = []
    for texts in texts_by_language(context):
        presence = texts.presence()
        images: dict[str, Image] = {}
        for subject in context.subjects:
            stories = texts.naming(subject) if subject in texts.subjects else np.zeros(0, dtype=np.int64)
            if len(stories) >= LEAST_STORIES:
                images[subject] = _image(texts, presence, subject, stories)
            else:
                findings.append(_few(context, subject, len(stories), language=texts.language))
        for image in images.values():
            apart = _apart(texts, image, images)
            rows += _rows(texts, image, apart)
            edges += _edges(texts, image)
            findings += _first(context, texts, image, apart)
        findings += _overlaps(context, texts, presence, images)
    if not findings:
        findings = [_few(context, subject, n) for subject, n in stories_naming(context).items() if subject]
    tables = {"associations": table(TABLE, rows), "association_network": table(NETWORK, edges)} if rows else {}
    return Found(findings, tables)


def _few(context: Context, subject: str, n: int, **dimensions: str) -> Finding:
    lacking = insufficient(context, FIRST, subject, "code", "few-texts", n=n)
    return replace(lacking, dimensions=pairs(**dimensions))


def _image(texts: Texts, presence: sp.csr_array, subject: str, stories: NDArray[np.int64]) -> Image:
    """The words near a name, by logDice over stories: word near the name, name, word."""
    target = texts.subjects[subject]
    beside = texts.presence(near(texts.document, texts.term, target, NEAR))
    together, everywhere = (np.asarray(each.sum(axis=0)).ravel() for each in (beside, presence))
    strength = np.full(len(texts.words), -np.inf)
    said = everywhere > 0
    strength[said] = log_dice(together[said], np.full(said.sum(), len(stories)), everywhere[said])
    kept = np.flatnonzero((together >= LEAST) & texts.told)  # `near` leaves out the name itself
    order = kept[np.argsort(-strength[kept], kind="stable")]
    return Image(subject, stories, beside, together, everywhere, strength, order)


def _rows(texts: Texts, image: Image, apart: Apart) -> Iterator[tuple[object, ...]]:
    """The strongest words, and what of them sets the name apart."""
    shown = image.order[:TOLD]
    mutual = npmi(
        image.together[shown],
        np.full(len(shown), len(image.stories)),
        image.everywhere[shown],
        texts.frame.height,
    )
    for rank, (word, shared) in enumerate(zip(shown, mutual, strict=True), start=1):
        together, everywhere = int(image.together[word]), int(image.everywhere[word])
        measures = (float(image.log_dice[word]), float(shared), *apart.get(int(word), (None, None, None)))
        yield (image.subject, texts.language, texts.words[word], together, everywhere - together, *measures, rank)


def _apart(texts: Texts, image: Image, images: Mapping[str, Image]) -> Apart:
    """Stories that name the place against those that name peers only, for words near either in five or more."""
    peers = [other for name, other in images.items() if name != image.subject]
    if not peers:
        return {}
    others = np.setdiff1d(np.unique(np.concatenate([peer.stories for peer in peers])), image.stories)
    beside = sum((peer.near for peer in peers[1:]), start=peers[0].near)[others]
    theirs = np.asarray((beside > 0).sum(axis=0)).ravel()
    names = np.isin(np.arange(len(texts.words)), list(texts.subjects.values()))
    tested = np.flatnonzero((image.together + theirs >= LEAST) & ~names)
    if not len(others) or not len(tested):
        return {}
    g2, ratio, p = keyness(image.together[tested], len(image.stories), theirs[tested], len(others))
    found = zip(tested.tolist(), g2.tolist(), ratio.tolist(), false_discovery(p).tolist(), strict=True)
    return {word: (one, two, three) for word, one, two, three in found}


def _edges(texts: Texts, image: Image) -> Iterator[tuple[object, ...]]:
    """In how many stories two of the strongest words both stand near the name."""
    top = image.order[:TOP]
    chosen = image.near[:, top]
    both = (chosen.T @ chosen).toarray()
    for i, one in enumerate(top):
        for j in range(i + 1, len(top)):
            if both[i, j] >= LEAST:
                yield (image.subject, texts.language, texts.words[one], texts.words[top[j]], int(both[i, j]))


def _first(context: Context, texts: Texts, image: Image, apart: Apart) -> Iterator[Finding]:
    """The strongest association that sets the name apart from its peers, told as the word itself.

    Without peers, or where nothing sets it apart, the strongest of all: words that every place's news have come first.
    """
    own = [word for word in image.order if word in apart and apart[word][1] >= TWICE and apart[word][2] <= FALSE]
    order = own or list(image.order)
    if not order:
        return
    said = texts.frame[np.flatnonzero(image.near[:, [order[0]]].toarray().ravel())]
    yield measured(
        context,
        FIRST,
        image.subject,
        texts.words[order[0]],
        Ground.of(said, "stories", METHOD, len(image.stories)),
        dimensions={"language": texts.language},
        parameters={
            "near": NEAR,
            "apart": "yes" if own else "no",
            "log-dice": f"{image.log_dice[order[0]]:.4g}",
            "together": int(image.together[order[0]]),
            "next": "; ".join(texts.words[word] for word in order[1:5]),
        },
    )


def _overlaps(context: Context, texts: Texts, presence: sp.csr_array, images: Mapping[str, Image]) -> Iterator[Finding]:
    """The share of each name's twenty strongest words that a peer has among its own; of the focus, peer by peer too.

    Names of the clusters are left out: each would be an association of the others only.
    """
    if len(images) < 2:
        return
    names = list(texts.subjects.values())
    tops = {name: [word for word in image.order if word not in names][:TOP] for name, image in images.items()}
    drawn = _drawn(texts, presence, images, context.study.seed)
    for name, image in images.items():
        others = [other for other in images if other != name]
        asked: list[tuple[list[str], dict[str, str]]] = [(others, {})]
        asked += [([one], {"with": one}) for one in others] if name == context.study.focus else []
        for peers, dimension in asked:
            if not tops[name]:
                continue
            value = _overlap(tops[name], [tops[one] for one in peers])
            draws = np.array([_overlap(draw[name], [draw[one] for one in peers]) for draw in drawn])
            low, high = centred(value, draws)
            yield measured(
                context,
                OVERLAP,
                name,
                value,
                Ground.of(texts.frame[image.stories], "stories", METHOD),
                interval=(max(0.0, low), min(1.0, high)),
                by="bootstrap",
                dimensions={"language": texts.language} | dimension,
                parameters={"words": len(tops[name]), "peers": len(peers), "draws": DRAWS},
            )


def _overlap(own: list[int], others: list[list[int]]) -> float:
    theirs = {word for other in others for word in other}
    return sum(word in theirs for word in own) / len(own) if own else np.nan


def _drawn(texts: Texts, presence: sp.csr_array, images: Mapping[str, Image], seed: int) -> list[dict[str, list[int]]]:
    """The twenty strongest words of each name in corpora of stories drawn anew."""
    names = list(texts.subjects.values())
    words = np.unique(np.concatenate([image.order for image in images.values()]))
    words = words[~np.isin(words, names)]
    group = random_groups(texts.frame.height, seed)
    groups = int(group.max()) + 1
    weights = bootstrap_weights(groups, DRAWS, seed)
    sums = sp.csr_array((np.ones(len(group)), (group, np.arange(len(group)))), shape=(groups, len(group)))
    everywhere = weights @ (sums @ presence[:, words])
    found: list[dict[str, list[int]]] = [{} for _ in range(DRAWS)]
    for name, image in images.items():
        together = weights @ (sums @ image.near[:, words])
        said = weights @ np.bincount(group[image.stories], minlength=groups)
        for draw in range(DRAWS):
            enough = np.flatnonzero(together[draw] >= LEAST)
            strength = log_dice(together[draw][enough], said[draw], everywhere[draw][enough])
            found[draw][name] = words[enough[np.argsort(-strength, kind="stable")][:TOP]].tolist()
    return found
