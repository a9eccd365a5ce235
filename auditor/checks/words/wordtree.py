"""Many words as one expression for ``re``, by what they begin with.

``re`` tries the words of ``(?:surat tugas|surat kuasa|...)`` one after the other at every place. Where those
that begin alike stand together, ``s(?:urat(?:...)|...)``, it tries a few letters instead, and finds the same:
words that begin with different letters never match at one place, and the others keep their order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

GAP = r"[ \t\n\r\f_\-]+"
"""What may stand between two parts of a word; spelt out: RE2 and re differ about \\s."""
_IN_GAP = frozenset(" \t\n\r\f_-")


def expression(word: str) -> str:
    """A word's own expression."""
    return GAP.join(map(re.escape, word.split()))


def tree(words: Sequence[tuple[str, str]]) -> str:
    """One expression for words, each with what must follow it, which finds what stands first among them."""
    return _tree([[*_pieces(word), end] for word, end in words])


def _pieces(word: str) -> list[str]:
    """Its letters and gaps, each as an expression of its own."""
    found: list[str] = []
    for part in word.split():
        if found and part[0] in _IN_GAP:
            found.append(f"{GAP}{re.escape(part[0])}")  # how much the gap takes depends on what follows
        else:
            found += [GAP, re.escape(part[0])] if found else [re.escape(part[0])]
        found += map(re.escape, part[1:])
    return found


def _tree(words: Sequence[Sequence[str]]) -> str:
    if words[0][-1] and len({word[-1] for word in words}) == 1:
        return _tree([[*word[:-1], ""] for word in words]) + words[0][-1]  # it stands once behind all of them
    branches: list[list[Sequence[str]]] = []
    for word in words:
        for branch in reversed(branches):
            if branch[0][0] == word[0]:
                branch.append(word)
                break
            if _may_meet(branch[0], word):
                branches.append([word])  # the order between the two counts
                break
        else:
            branches.append([word])
    told = [_branch(branch) for branch in branches]
    return told[0] if len(told) == 1 else f"(?:{'|'.join(told)})"


def _branch(words: list[Sequence[str]]) -> str:
    if len(words) == 1 or len(words[0]) == 1:
        return "".join(words[0])  # one word, or some that all end here
    same = 1
    while min(map(len, words)) > same + 1 and len({word[same] for word in words}) == 1:
        same += 1
    return "".join(words[0][:same]) + _tree([word[same:] for word in words])


def _may_meet(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two words may both match where they part: one ends there, or a gap may be the other's sign."""
    if len(one) == 1 or len(other) == 1:
        return True
    gaps = one[0].startswith(GAP), other[0].startswith(GAP)
    return all(gaps) or (any(gaps) and any(piece[0][-1] in _IN_GAP for piece in (one, other)))
