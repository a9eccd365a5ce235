"""Audits the public websites of Indonesian regional agencies."""

__version__ = "0.1.0"
