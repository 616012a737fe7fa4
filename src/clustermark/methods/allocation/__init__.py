"""Reach, response and the split of a budget."""
