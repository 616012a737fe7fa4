"""The texts of a study as integer tables, made once: what is counted are words and names, never characters."""

from clustermark.evidence.corpus.build import Progress, corpus_of, library_missing
from clustermark.evidence.corpus.model import Corpus

__all__ = ["Corpus", "Progress", "corpus_of", "library_missing"]
