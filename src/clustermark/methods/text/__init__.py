"""Texts: normalised, told apart by language, cut into words, searched for names, and measured."""
