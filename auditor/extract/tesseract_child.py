"""What Tesseract's library says of a picture, in a child process: its words' model is loaded once, not with
every look, and a picture it crashes on stops nothing else.

By its C interface, which comes with the program and gives the same words.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.extract import child_side

_LANGUAGE = b"ind"
_FILES = ("libtesseract.so*", "libtesseract*.dylib")  # as Linux and macOS name it


def _libraries() -> Iterator[str]:
    """Where the library may be: where the system looks, then beside the program.

    Homebrew, MacPorts and conda keep it in a ``lib`` of their own, which the system does not look into.
    """
    yield ctypes.util.find_library("tesseract") or "libtesseract.so.5"
    if program := shutil.which("tesseract"):
        beside = Path(program).parent.parent / "lib"
        for name in _FILES:
            yield from map(str, sorted(beside.glob(name)))


def _loaded() -> ctypes.CDLL:
    """The library. Raises OSError where it is not installed."""
    for name in _libraries():
        with contextlib.suppress(OSError):
            return ctypes.CDLL(name)
    raise OSError("libtesseract")


class _Engine:
    """The loaded library, ready for Indonesian. Raises OSError where it or its words are not installed."""

    def __init__(self) -> None:
        library = _loaded()
        handle, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
        for name, gives, takes in (
            ("Create", handle, ()),
            ("Init3", number, (handle, text, text)),
            ("SetPageSegMode", None, (handle, number)),
            ("SetImage", None, (handle, text, number, number, number, number)),
            ("GetTsvText", handle, (handle, number)),
            ("Clear", None, (handle,)),
        ):
            function = getattr(library, f"TessBaseAPI{name}", None)
            if function is None:
                raise OSError(name)
            function.restype, function.argtypes = gives, takes
        library.TessDeleteText.restype, library.TessDeleteText.argtypes = None, (handle,)
        self._library, self._engine = library, library.TessBaseAPICreate()
        if library.TessBaseAPIInit3(self._engine, None, _LANGUAGE):
            raise OSError("ind.traineddata")

    def look(self, grey: bytes, width: int, height: int, layout: int) -> str | None:
        """The rows of words of a grey picture as TSV, without their head; None where it could not be read."""
        library, engine = self._library, self._engine
        library.TessBaseAPISetPageSegMode(engine, layout)
        library.TessBaseAPISetImage(engine, grey, width, height, 1, width)
        told = library.TessBaseAPIGetTsvText(engine, 0)
        if not told:
            return None
        try:
            return ctypes.string_at(told).decode("utf-8", "replace")
        finally:
            library.TessDeleteText(told)
            library.TessBaseAPIClear(engine)


def main() -> int:
    """Entry point."""
    engine: _Engine | None = None

    def work(body: bytes, request: dict[str, Any]) -> dict[str, Any]:
        nonlocal engine
        try:
            engine = engine or _Engine()
        except OSError:
            return {"error": "no_tesseract"}
        if not body:
            return {"ready": True}
        rows = engine.look(body, request["width"], request["height"], request["layout"])
        return {"error": "broken"} if rows is None else {"rows": rows}

    return child_side.serve(work)


if __name__ == "__main__":
    raise SystemExit(main())
