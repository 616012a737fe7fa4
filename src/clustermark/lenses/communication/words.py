"""Words that carry content: not function words, not names of the study, not numbers, said in at least three texts."""

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from clustermark.evidence.corpus import Corpus
from clustermark.methods.text.segment import NAME

LEAST_DOCUMENTS = 3  # also what keeps the words of a confidential text from being told alone


@cache
def stop_words() -> frozenset[str]:
    """Function words of Chinese and English, and words of every report."""
    raw = (files("clustermark.methods.text") / "stopwords.toml").read_text(encoding="utf-8")
    return frozenset(word for text in tomllib.loads(raw).values() for word in text.split())


def is_content(word: str) -> bool:
    """Whether a term carries content."""
    if word.startswith(NAME) or word in stop_words() or any(letter.isdigit() for letter in word):
        return False
    return len(word) >= 2


def told_terms(corpus: Corpus) -> pl.DataFrame:
    """term, text: content words that at least three open documents hold."""
    words = corpus.terms.filter(pl.col("text").map_elements(is_content, return_dtype=pl.Boolean))
    open_ones = corpus.documents.filter(~pl.col("covered")).select("document")
    counted = (
        corpus.tokens.join(words.select("term"), on="term", how="semi")
        .join(open_ones, on="document", how="semi")
        .group_by("term")
        .agg(documents=pl.col("document").n_unique())
    )
    kept = counted.filter(pl.col("documents") >= LEAST_DOCUMENTS).select("term")
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
