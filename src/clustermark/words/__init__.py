"""All text a person reads, in Chinese and English; renders findings, suggestions and problems of input."""

from clustermark.words.catalogue import has_text, text, texts

__all__ = ["has_text", "text", "texts"]
