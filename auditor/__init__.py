"""Audits the public websites of Indonesian regional agencies."""

from pathlib import Path

from auditor.form import choose

__version__ = "0.1.0"
FORM = choose(Path(__file__).parent)
