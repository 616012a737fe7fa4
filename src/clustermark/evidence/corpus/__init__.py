"""The texts of a study as integer tables, made once: what is counted are words and names, never characters."""

from clustermark.evidence.corpus.build import corpus_of, library_missing
from clustermark.evidence.corpus.model import Corpus

__all__ = ["Corpus", "corpus_of", "library_missing"]
