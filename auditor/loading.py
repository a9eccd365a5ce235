"""Loads what a process works with in nine tenths of the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Whatever comes into being in the block lives as long as the process: nobody looks for garbage in it,
    now or later (which would also copy what forked processes share)."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
