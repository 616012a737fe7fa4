"""Layouts of files that other programs export: recognised by their content, turned into rows of an evidence table."""
