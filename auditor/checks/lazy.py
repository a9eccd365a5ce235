"""A property made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class lazy(Generic[T]):
    """As ``functools.cached_property``, without the lock that Python 3.11 takes at each first look.

    Judging makes a dozen such of each section; nobody else looks at it meanwhile.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, instance: Any, owner: type | None = None) -> T:
        made = instance.__dict__[self._name] = self._make(instance)
        return made
