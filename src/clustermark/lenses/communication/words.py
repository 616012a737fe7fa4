"""The words of stories as integers: those that carry content, and one for each cluster, whatever it is called."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from clustermark.evidence.corpus import Corpus
from clustermark.evidence.model import REFERENCE
from clustermark.lenses.communication.documents import LEAST_OPEN, in_period
from clustermark.lenses.context import Context
from clustermark.methods.text.segment import NAME
from clustermark.methods.text.stopwords import is_content

Integers = NDArray[np.int64]
LANGUAGES = ("zh", "en")
ANY = ""
LEAST_STORIES = 30  # of a language, that name a cluster: below, nothing is counted from its words


@dataclass(frozen=True, slots=True)
class Texts:
    """Stories of one language as tokens.

    frame     documents, one a story, in their order
    document  (tokens,) place in the frame; term (tokens,) number of the word
    words     how each number is told; `told`: whether it may be, and is a word at all
    subjects  the number of each cluster that is named somewhere
    """

    language: str
    frame: pl.DataFrame
    document: Integers
    term: Integers
    words: list[str]
    told: NDArray[np.bool_]
    subjects: Mapping[str, int]

    def naming(self, subject: str) -> Integers:
        """Places of the stories that name a cluster."""
        return np.unique(self.document[self.term == self.subjects[subject]])

    def presence(self, chosen: NDArray[np.bool_] | None = None) -> sp.csr_array:
        """Which words stand in which stories (stories, words), 0 or 1, counting only the tokens `chosen`."""
        size = len(self.words)
        codes = self.document * size + self.term
        found = np.unique(codes if chosen is None else codes[chosen])
        ones = np.ones(len(found), dtype=np.int64)
        return sp.csr_array((ones, (found // size, found % size)), shape=(self.frame.height, size))


def texts_by_language(context: Context) -> list[Texts]:
    """The stories of the period in each language in which thirty or more name a cluster, the commonest language first.

    Texts in both languages count in each, with the words of its own script.
    """
    assert context.corpus is not None
    documents = _one_a_story(in_period(context, context.corpus.documents))
    named = context.corpus.places.filter(pl.col("subject").is_in(list(context.subjects))).select("document").unique()
    found = []
    for language in LANGUAGES:
        frame = documents.filter(pl.col("language").is_in([language, "mixed"]))
        many = frame.join(named, on="document", how="semi").height
        if many >= LEAST_STORIES:
            found.append((-many, LANGUAGES.index(language), frame))
    return [
        _texts(context, context.corpus, frame, LANGUAGES[place])
        for _, place, frame in sorted(found, key=lambda one: one[:2])
    ]


def stories_naming(context: Context) -> dict[str, int]:
    """How many stories of the period name each cluster, in whatever language; `ANY`: how many name one at all."""
    assert context.corpus is not None
    places = context.corpus.places.filter(pl.col("subject").is_in(list(context.subjects)))
    named = in_period(context, context.corpus.documents).join(places, on="document")
    known = dict(named.group_by("subject").agg(n=pl.col("story").n_unique()).iter_rows())
    return {subject: int(known.get(subject, 0)) for subject in context.subjects} | {ANY: named["story"].n_unique()}


def _one_a_story(frame: pl.DataFrame) -> pl.DataFrame:
    dated = pl.when(pl.col("date") == "").then(pl.lit("9999")).otherwise("date")
    return frame.sort(dated, "document").unique("story", keep="first", maintain_order=True).sort("document")


def _texts(context: Context, corpus: Corpus, frame: pl.DataFrame, language: str) -> Texts:
    terms, words, subjects = _numbered(context, corpus, language)
    place = frame.select("document", "language").with_row_index("place")
    tokens = corpus.tokens.join(place, on="document").join(terms, on="term")
    own_script = (pl.col("language") != "mixed") | pl.col("name") | (pl.col("han") == (language == "zh"))
    tokens = tokens.filter(own_script).sort("place", "position")
    said = set(tokens["number"].unique().to_list())
    return Texts(
        language,
        frame,
        tokens["place"].to_numpy().astype(np.int64),
        tokens["number"].to_numpy().astype(np.int64),
        words,
        _told(corpus, terms, words),
        {subject: number for subject, number in subjects.items() if number in said},
    )


def _numbered(context: Context, corpus: Corpus, language: str) -> tuple[pl.DataFrame, list[str], dict[str, int]]:
    """term, number, han, name of the terms that count; how each number is told; the numbers of the clusters.

    Place, brands and other names of a cluster are one word; messages, and names of others, each their own.
    """
    plain = corpus.terms.filter(
        ~pl.col("text").str.starts_with(NAME) & pl.col("text").map_elements(is_content, return_dtype=pl.Boolean)
    )
    labels = _labels(context, language)
    words = plain["text"].to_list()
    of_name = {str(row["id"]): row for row in corpus.names.iter_rows(named=True)}
    subjects: dict[str, int] = {}
    terms, numbers = plain["term"].to_list(), list(range(len(words)))
    for term, text in corpus.terms.filter(pl.col("text").str.starts_with(NAME)).iter_rows():
        identity = text.removeprefix(NAME)
        name = of_name[identity]
        subject = str(name["subject"]) if name["kind"] != "message" else ""
        number = subjects.get(subject)
        if number is None:
            number = len(words)
            words.append(
                labels.get(subject or identity, "") if subject in context.subjects else labels.get(identity, "")
            )
            if subject in context.subjects:
                subjects[subject] = number
        terms.append(term)
        numbers.append(number)
    table = pl.DataFrame({"term": terms, "number": numbers}, schema={"term": pl.Int32, "number": pl.Int64})
    text = pl.col("text")
    known = corpus.terms.select("term", han=text.str.contains(r"\p{Han}"), name=text.str.starts_with(NAME))
    return table.join(known, on="term", how="left"), words, {one: subjects[one] for one in sorted(subjects)}


def _labels(context: Context, language: str) -> dict[str, str]:
    """What places and names are called in a language, by id; nothing of a row that must not be shown."""
    found: dict[str, str] = {}
    for row in context.evidence.rows("places"):
        for name in (f"name_{language}", "name_zh", "name_en"):
            if row.get(name) and row[REFERENCE] not in context.evidence.covered:
                found.setdefault(str(row["id"]), str(row[name]))
    aliases = [row for row in context.evidence.rows("names") if row[REFERENCE] not in context.evidence.covered]
    for row in sorted(aliases, key=lambda row: row.get("language") != language):  # those of the language first
        if row.get("alias"):
            found.setdefault(str(row["id"]), str(row["alias"]))
    return found


def _told(corpus: Corpus, terms: pl.DataFrame, words: list[str]) -> NDArray[np.bool_]:
    """Words that may be told: where a confidential document exists, three open ones must hold them."""
    named = np.array([bool(word) for word in words], dtype=np.bool_)
    if not corpus.documents["covered"].any():
        return named
    shown = corpus.documents.filter(~pl.col("covered")).select("document")
    held = corpus.tokens.join(shown, on="document", how="semi").join(terms, on="term").select("document", "number")
    counts = np.bincount(held.unique()["number"].to_numpy().astype(np.int64), minlength=len(words))
    return named & (counts >= LEAST_OPEN)


def told_terms(corpus: Corpus) -> pl.DataFrame:
    """term, text: content words that at least three open documents hold."""
    plain = ~pl.col("text").str.starts_with(NAME)
    words = corpus.terms.filter(plain & pl.col("text").map_elements(is_content, return_dtype=pl.Boolean))
    open_ones = corpus.documents.filter(~pl.col("covered")).select("document")
    counted = (
        corpus.tokens.join(words.select("term"), on="term", how="semi")
        .join(open_ones, on="document", how="semi")
        .group_by("term")
        .agg(documents=pl.col("document").n_unique())
    )
    kept = counted.filter(pl.col("documents") >= LEAST_OPEN).select("term")
    return words.join(kept, on="term", how="semi").sort("term")


def content_words(corpus: Corpus, frame: pl.DataFrame) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Content words, their counts (documents, words) in the documents of a frame, and the places of its rows."""
    words = told_terms(corpus)
    place = pl.DataFrame({"document": frame["document"], "row_number": np.arange(frame.height, dtype=np.int64)})
    column = words.with_columns(column=pl.int_range(pl.len(), dtype=pl.Int64)).select("term", "column")
    tokens = corpus.tokens.join(place, on="document").join(column, on="term")
    counts = sp.coo_array(
        (np.ones(tokens.height, dtype=np.int64), (tokens["row_number"].to_numpy(), tokens["column"].to_numpy())),
        shape=(frame.height, words.height),
    ).toarray()
    used = counts.sum(axis=0) > 0
    texts = [text for text, kept in zip(words["text"].to_list(), used, strict=True) if kept]
    return texts, np.asarray(counts[:, used]), np.arange(frame.height, dtype=np.int64)
