"""Readers of files: bytes in, raw cells with their physical row and column out."""
