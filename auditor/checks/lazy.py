"""A property made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Lazily:
    """What has ``lazy`` properties."""

    def __init__(self) -> None:
        self.made: dict[str, Any] = {}  # by name, where instances have no dictionary of their own

    def forget(self) -> None:
        """Lets go of all that was made."""
        _made(self).clear()


# Compiled classes have fields alone. Else what was made stands in the instance, where Python looks first.
_IN_FIELDS = Lazily.__dictoffset__ == 0


def _made(instance: Lazily) -> dict[str, Any]:
    return instance.made if _IN_FIELDS else instance.__dict__


class lazy(Generic[T]):
    """As ``functools.cached_property``, without the lock that Python 3.11 takes at each first look, and for
    compiled classes too.

    Judging makes a dozen such of each section; nobody else looks at it meanwhile.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, instance: Lazily, owner: type | None = None) -> T:
        made = _made(instance)
        if self._name not in made:
            made[self._name] = self._make(instance)
        found: T = made[self._name]
        return found
