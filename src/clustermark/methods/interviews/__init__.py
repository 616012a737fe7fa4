"""Coded interviews: how far coders agree, when nothing new is said, and what stands together."""
