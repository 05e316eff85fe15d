"""Options as the catalog keeps them (fillfactor=70), and the commands that give them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from opskit.core.identifier import ident, literal, qualified
from opskit.migrate.nodes import enum_word


def pairs(kept: Iterable[str]) -> dict[str, str]:
    return {name: value for name, _, value in (each.partition("=") for each in kept)}


def written(node: Any) -> list[tuple[str, str]]:
    """Namespace (toast, or empty) and name of each option that SET or RESET names."""
    elements = [each.def_elem for each in _items(node)]
    return [(each.defnamespace, each.defname) for each in elements]


def given_back(names: Iterable[tuple[str, str]], kept: dict[str, dict[str, str]]) -> list[str]:
    """SET for those that had a value, RESET for those that had none; `kept` is by namespace."""
    once = list(dict.fromkeys(names))
    had = [
        f"{qualified(space, name)} = {literal(kept.get(space, {})[name])}"
        for space, name in once
        if name in kept.get(space, {})
    ]
    had_not = [qualified(space, name) for space, name in once if name not in kept.get(space, {})]
    return [*([f"SET ({', '.join(had)})"] if had else []), *([f"RESET ({', '.join(had_not)})"] if had_not else [])]


def foreign_given_back(node: Any, kept: Sequence[str]) -> str:
    """OPTIONS (…) of a foreign table or of a column of it; empty where nothing is to be done. They have an order: once
    one is dropped, all are taken off and put back."""
    had = pairs(kept)
    done = {each.defname: enum_word(each, "defaction") for each in (one.def_elem for one in _items(node))}
    now = [*(name for name in had if done.get(name) != _DROP), *(name for name in done if name not in had)]
    if _DROP in done.values():
        said = [*(f"DROP {ident(name)}" for name in now), *(f"ADD {_valued(name, had)}" for name in had)]
    else:
        said = [f"SET {_valued(name, had)}" if name in had else f"DROP {ident(name)}" for name in done]
    return f"OPTIONS ({', '.join(said)})" if said else ""


def _valued(name: str, had: dict[str, str]) -> str:
    return f"{ident(name)} {literal(had[name])}"


def _items(node: Any) -> Sequence[Any]:
    items: Sequence[Any] = getattr(node, "def").list.items
    return items


_DROP = "DEFELEM_DROP"
