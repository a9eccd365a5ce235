"""Which engine a database address asks for. Apart from ``engine``, which both engines stand on."""

from __future__ import annotations

from auditor.errors import AuditorError
from auditor.jobs.queue.engine import Engine, Rules


def make_engine(url: str) -> Engine:
    """The engine of a database address. Raises AuditorError where PostgreSQL's packages are missing."""
    rules = Rules.from_environment()
    if url.startswith("sqlite:"):
        from auditor.jobs.queue.local import LocalEngine  # noqa: PLC0415 - only one engine is ever needed

        return LocalEngine(url, rules)
    try:
        from auditor.jobs.queue.postgres import PostgresEngine  # noqa: PLC0415
    except ImportError as error:
        raise AuditorError(
            f"antrean PostgreSQL memerlukan paket {error.name}; pasang dengan pip install 'auditor[postgres]'"
        ) from error
    return PostgresEngine(url, rules)
