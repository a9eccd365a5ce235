"""What a desk of a test does at the end of a unit."""

from __future__ import annotations

from collections.abc import Callable


def settle(also: Callable[[], object]) -> None:
    """Settles a unit as the store does: in a transaction, on a connection of this thread."""
    from django.db import connection, transaction

    try:
        with transaction.atomic():
            also()
    finally:
        connection.close()
