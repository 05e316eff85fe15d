"""Statements that are nested so deeply that libpg_query, which walks its tree by recursion, ends the process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

# Measured on the usual stack of 8 MB: 20,000 operators in a row pass, 30,000 are the end of the process, and the time
# grows with their square (0.3 s at 10,000). A level takes two characters at least: a shorter text cannot be so deep.
DEEPEST = 10_000
SHALLOW = 2 * DEEPEST

# A token of one character has its code.
_OPENS, _CLOSES, _COMMA, _SEMICOLON = set(b"(["), set(b")]"), ord(","), ord(";")


def too_deep(tokens: Iterable[Any]) -> Iterator[tuple[int, int]]:
    """Where such statements begin and end, in bytes. What stands between two commas of one bracket is taken to nest
    with each of its tokens, which is the most that it can."""
    open_runs, depth, deepest, start, end = [0], 0, 0, -1, 0
    for token in tokens:
        kind = token.token
        if kind == _SEMICOLON and len(open_runs) == 1:
            if deepest > DEEPEST:
                yield start, end
            open_runs, depth, deepest, start = [0], 0, 0, -1
            continue
        start, end = (token.start if start < 0 else start), token.end
        open_runs[-1] += 1
        depth += 1
        if kind in _OPENS:
            open_runs.append(0)
        elif kind in _CLOSES and len(open_runs) > 1:
            depth -= open_runs.pop()
        elif kind == _COMMA:
            depth -= open_runs[-1]
            open_runs[-1] = 0
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        yield start, end
