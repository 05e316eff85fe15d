"""Definitions as two major versions print them: the same words, but of the columns of a single table only older ones
say whose they are."""

from __future__ import annotations

from opskit.migrate.parser import words


def printed_alike(a: str, b: str) -> bool | None:
    """True when both say the same; None when nobody can tell, for another version may use other words."""
    one, other = words(a), words(b)
    tables, others = _standing(one), _standing(other)
    i = j = 0
    while i < len(one) and j < len(other):
        if one[i] == other[j]:
            i, j = i + 1, j + 1
        elif _qualifies(one, i, tables) and one[i + 2] == other[j]:
            i += 2
        elif _qualifies(other, j, others) and other[j + 2] == one[i]:
            j += 2
        else:
            return None
    return True if i == len(one) and j == len(other) and one else None


def _standing(found: list[str]) -> set[str]:
    """Words that somewhere qualify nothing: names of tables do in FROM, names of schemas never."""
    return {word for word, following in zip(found, [*found[1:], ""], strict=False) if following != "."}


def _qualifies(found: list[str], place: int, tables: set[str]) -> bool:
    return found[place + 1 : place + 2] == ["."] and place + 2 < len(found) and found[place] in tables
