"""One site is one job: planned runs, an engine that hands their units out, and workers that do them.

Two engines stand behind one interface (``engine.Engine``): leases in the SQLite store for one machine
(``local``), Procrastinate on PostgreSQL for many (``postgres``). Either settles a unit in the
transaction that stores its results, keyed so that a second run of a job replaces and never doubles.
"""
