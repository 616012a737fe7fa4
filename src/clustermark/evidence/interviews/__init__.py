"""Interviews as evidence: transcripts read into immutable texts, turns, codings; coding sheets written and read back.

`build.interviews_of(evidence, study)` gives all of it at once; docs/how-to/interviews.md tells how people use it.
"""
