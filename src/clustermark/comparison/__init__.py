"""Findings in, findings out: the only room that sees two subjects."""
