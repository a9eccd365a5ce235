"""Reading: stored bytes in, ``Page``s of labelled ``Section``s out. Never the network, never the store."""

from auditor.extract.options import ReadOptions, Stored
from auditor.extract.read import read_response
from auditor.extract.snapshot import snapshot

__all__ = ["ReadOptions", "Stored", "read_response", "snapshot"]
