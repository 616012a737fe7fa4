"""Clustermark: from a folder of evidence about an industrial cluster to a brand strategy that it can defend."""

__version__ = "0.1.0"
