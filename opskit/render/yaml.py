"""Mappings, lists, texts and numbers as YAML. An own writer of a few lines: opskit reads no YAML, and writes it only
for programs that do; a library for that would be one more at every installation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./")
# Words that YAML 1.1 takes for something else than text.
_WORDS = frozenset("y n yes no on off true false null ~ -".split())


def dump(value: Any) -> str:
    return "\n".join(_block(value, 0))


def _block(value: Any, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(value, Mapping) and value:
        for key, each in value.items():
            yield from _entry(f"{indent}{scalar(key)}:", each, depth + 1)
    elif _is_list(value) and value:
        for each in value:
            first, *rest = _block(each, depth + 1) if _is_nested(each) else [scalar(each)]
            yield f"{indent}- {first.lstrip()}"
            yield from rest
    else:
        yield indent + scalar(value)


def _entry(head: str, value: Any, depth: int) -> Iterator[str]:
    if _is_nested(value):
        yield head
        yield from _block(value, depth)
    elif isinstance(value, str) and _is_literal(value):
        yield f"{head} |-"
        yield from ("  " * depth + line if line else "" for line in value.split("\n"))
    else:
        yield f"{head} {scalar(value)}"


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _is_nested(value: Any) -> bool:
    return bool(value) and (isinstance(value, Mapping) or _is_list(value))


def _is_literal(text: str) -> bool:
    """Lines that a block keeps as they are: nothing invisible, and none that begins or ends with a blank first."""
    lines = text.split("\n")
    return len(lines) > 1 and bool(lines[-1].strip()) and not lines[0].startswith(" ") and bool(lines[0]) and all(
        line.isprintable() for line in lines
    )  # fmt: skip


def scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if not isinstance(value, str):
        return {True: "[]", False: "{}"}[_is_list(value)]
    plain = value and set(value) <= _PLAIN and value[0].isalpha() and value.lower() not in _WORDS
    if plain:
        return value
    return f"'{value}'" if '"' in value and "'" not in value and value.isprintable() else _quoted(value)


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
