"""Many PDFs from one typst template: one compiler, fonts loaded once, words as JSON in ``sys.inputs``.

Every PDF is PDF/UA-1 (tagged, titled) and has the run's date, so the same results give the same
bytes. Only typst's own fonts are used, so every machine gives the same pages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import Any, cast

import typst

from auditor.errors import AuditorError
from auditor.reporting.printable import breakable, printable


class TypesetError(AuditorError):
    """typst refused a paper: which, and what it said."""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


class Typesetter:
    """One template of ``auditor/reporting/templates``, compiled again and again with other words."""

    def __init__(self, template: str) -> None:
        self._source = resources.files("auditor.reporting").joinpath("templates", template).read_bytes()
        self._compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)

    def pdf(self, data: Mapping[str, Any], name: str) -> bytes:
        """The PDF of ``data`` (a JSON tree; ``date`` is year, month, day). Raises TypesetError.

        ``name`` is the paper's, for the error's line. Addresses to click, pictures and the names the
        template looks up (``_VERBATIM``) are passed as they are; other strings are made printable.
        """
        year, month, day = data["date"]
        stamp = datetime(year, month, day, tzinfo=UTC)
        words = json.dumps(_shown(data), ensure_ascii=False)
        try:
            made = self._compiler.compile(
                self._source,
                format="pdf",
                sys_inputs={"data": words},
                pdf_standards=["ua-1"],
                timestamp=stamp,
            )
        except typst.TypstError as error:
            raise TypesetError(
                f"{name}: PDF tidak dapat disusun: {' '.join(str(error).split())}; laporkan kepada pengelola"
            ) from error
        return cast(bytes, made)


_VERBATIM = ("url", "svg", "lang", "code", "zone", "alt")


def _shown(node: Any) -> Any:
    if isinstance(node, str):
        return breakable(printable(node))
    if isinstance(node, Mapping):
        return {key: part if key in _VERBATIM else _shown(part) for key, part in node.items()}
    if isinstance(node, list | tuple):
        return [_shown(part) for part in node]
    return node
