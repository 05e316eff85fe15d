"""How a part of an object that differs is told: `type text -> character varying(200)`, `not null no -> yes`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from opskit.core.secret import redact
from opskit.core.word_difference import places

LONGEST = 120
SHOWN_PLACES = 3
# Parts that are whole statements or queries: told by the words that differ, as any other is that is long.
_TEXTS = {"definition", "query"}
# What pg_attribute and pg_policy keep as a letter.
_LETTERS: Mapping[str, Mapping[str, str]] = {
    "storage": {"p": "plain", "e": "external", "x": "extended", "m": "main"},
    "compression": {"p": "pglz", "l": "lz4"},
    "command": {"*": "all", "r": "select", "a": "insert", "w": "update", "d": "delete"},
}
# Options of foreign servers, tables and columns are a list, as an array is written; a password is one of them.
_LIST = re.compile(r"((?:[a-z]+ )?\{)(.*)\}", re.DOTALL)
_NAME = r"[^,\"=]*(?:pass|secret|token|key|credential)[^,\"=]*="
_SECRET = re.compile(rf"(\"{_NAME})(?:[^\"\\]|\\.)*|({_NAME})[^,]*", re.IGNORECASE | re.DOTALL)


def told(part: str, a: str | None, b: str | None) -> str:
    """`a` and `b` as `shown` gives them; None where an object has nothing of the kind."""
    if part in (a, b):
        return f"{part} {_switch(a)} -> {_switch(b)}"
    if a is None or b is None or (part not in _TEXTS and max(len(a), len(b)) <= LONGEST):
        return f"{part} {_short(a)} -> {_short(b)}"
    found = places(a, b)
    more = [f"{len(found) - SHOWN_PLACES} more places"] if len(found) > SHOWN_PLACES else []
    pairs = (f"{_short(one or None)} -> {_short(other or None)}" for one, other in found[:SHOWN_PLACES])
    return f"{part} " + "; ".join([*pairs, *more])


def shown(part: str, text: str) -> str:
    """Without the name of the part before it, letters as words, and without secrets."""
    bare = text.removeprefix(f"{part} ")
    return masked(_LETTERS.get(part, {}).get(bare, bare))


def masked(text: str) -> str:
    listed = _LIST.fullmatch(text)
    if not listed:
        return redact(text)
    inside = _SECRET.sub(lambda found: f"{found[1] or found[2]}***", listed[2])
    return f"{listed[1]}{redact(inside)}}}"


def _switch(text: str | None) -> str:
    return "no" if text is None else "yes"


def _short(text: str | None) -> str:
    if text is None:
        return "none"
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
