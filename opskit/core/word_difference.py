"""Where two texts differ, word by word: what stands at each such place in the one and in the other."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import takewhile

# The time this takes grows with the square of the words between the first and the last difference.
MOST_WORDS = 600


def places(a: str, b: str) -> list[tuple[str, str]]:
    """Pairs of texts, in order; one is empty where the other has words of its own. Long texts that differ a lot are
    one place."""
    one, other = a.split(), b.split()
    before = _alike(one, other)
    after = min(_alike(one[::-1], other[::-1]), len(one) - before, len(other) - before)
    one, other = one[before : len(one) - after], other[before : len(other) - after]
    if max(len(one), len(other)) > MOST_WORDS:
        return [(" ".join(one), " ".join(other))]
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return [(" ".join(one[i:j]), " ".join(other[k:m])) for tag, i, j, k, m in codes if tag != "equal"]


def _alike(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
