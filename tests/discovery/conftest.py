"""The fixtures of discovery's small internet (``small_net.py``)."""

from small_net import discover, serve

__all__ = ["discover", "serve"]
