"""REFI-QDA projects and codebooks, read and written; docs/methods/refi.md tells how."""

from clustermark.evidence.readers.refi.reading import read_qdc, read_qdpx
from clustermark.evidence.readers.refi.write import write_qdc, write_qdpx

__all__ = ["read_qdc", "read_qdpx", "write_qdc", "write_qdpx"]
