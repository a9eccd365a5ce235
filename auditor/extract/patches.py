"""Patches of a mask: pixels that hang together, with their boxes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MANY = 250_000  # stretches; a mask with more is noise

Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Patches:
    """Stretches of set pixels (``row``, ``start`` up to ``end``, the patch that owns each) and, a patch an
    entry, its box, pixels and number of stretches."""

    shape: tuple[int, int]
    row: Ints
    start: Ints
    end: Ints
    owner: Ints
    x0: Ints
    y0: Ints
    x1: Ints
    y1: Ints
    area: Ints
    runs: Ints

    def boxes(self) -> list[list[int]]:
        """Left, top, right, bottom and how many pixels, a patch an entry, in the order they begin in."""
        told: list[list[int]] = np.stack((self.x0, self.y0, self.x1, self.y1, self.area), axis=1).tolist()
        return told

    def drawn(self, chosen: Ints) -> NDArray[np.bool_]:
        """A mask of the chosen patches alone."""
        out = np.zeros(self.shape, dtype=np.bool_)
        for place in np.flatnonzero(np.isin(self.owner, chosen)).tolist():
            out[self.row[place], self.start[place] : self.end[place]] = True
        return out


def patches(mask: NDArray[np.bool_]) -> Patches:
    """The patches of a mask; none where it is mere noise."""
    height, width = mask.shape
    edges = np.zeros((height, width + 2), dtype=np.int8)
    edges[:, 1:-1] = mask
    steps = np.diff(edges, axis=1)
    row, start = np.nonzero(steps == 1)
    end = np.nonzero(steps == -1)[1]
    if len(row) > _MANY:
        row, start, end = row[:0], start[:0], end[:0]
    names, owner = np.unique(_roots(row, start, end, width), return_inverse=True)
    count = len(names)
    x0, y0 = np.full(count, width), np.full(count, height)
    x1, y1 = np.zeros(count, dtype=np.intp), np.zeros(count, dtype=np.intp)
    np.minimum.at(x0, owner, start)
    np.minimum.at(y0, owner, row)
    np.maximum.at(x1, owner, end)
    np.maximum.at(y1, owner, row + 1)
    area = np.bincount(owner, weights=end - start, minlength=count).astype(np.intp)
    runs = np.bincount(owner, minlength=count)
    return Patches((height, width), row, start, end, owner, x0, y0, x1, y1, area, runs)


def _roots(row: Ints, start: Ints, end: Ints, width: int) -> Ints:
    """Of each stretch the first one it hangs together with, by those that overlap in the row above."""
    # Places along all rows, one behind the other, with a gap between: rows do not run into each other.
    pitch = width + 2
    low, high = row * pitch + start, row * pitch + end
    first = np.searchsorted(high, low - pitch, side="right")
    last = np.searchsorted(low, high - pitch, side="left")
    root = list(range(len(row)))
    for place, (one, other) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        for above in range(one, other):
            mine, its = place, above
            while root[mine] != mine:
                root[mine] = root[root[mine]]
                mine = root[mine]
            while root[its] != its:
                root[its] = root[root[its]]
                its = root[its]
            root[max(mine, its)] = min(mine, its)
    roots = np.array(root, dtype=np.intp)
    while not np.array_equal(roots, above_all := roots[roots]):
        roots = above_all
    return roots
