"""Checkable statements, the catalogue of measures, and the store of findings."""
