"""Runs the rooms in order and caches between them. Nothing else orchestrates."""
