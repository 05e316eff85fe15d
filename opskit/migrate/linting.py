"""The rules, one file each under migrate/rules, run over the statements of a file.

A rule module has TITLE, SEVERITY, WHY, SAFE (what to write or what opskit does instead) and `find(ddl)`, which gives a
Hit or None. Its name is the file's, with dashes."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate import rules
from opskit.migrate.ddl import Ddl, Other


@dataclass(frozen=True)
class Hit:
    """`safe` says that opskit runs a harmless form of the statement by itself."""

    message: str
    relation: str
    lock: Lock | None
    safe: bool


@dataclass(frozen=True)
class Violation:
    rule: str
    severity: Severity
    ddl: Ddl
    hit: Hit


@cache
def all_rules() -> dict[str, ModuleType]:
    names = sorted(found.name for found in pkgutil.iter_modules(rules.__path__))
    return {name.replace("_", "-"): import_module(f"{rules.__name__}.{name}") for name in names}


def violations(statements: Sequence[Ddl]) -> Iterator[Violation]:
    """In the order of the statements. A table that the same file creates is nobody's yet: nothing on it blocks."""
    fresh: set[str] = set()
    for ddl in statements:
        if isinstance(ddl, Other) and ddl.node == "create_stmt":
            fresh |= set(ddl.relations)
        for slug, rule in all_rules().items():
            hit: Hit | None = rule.find(ddl)
            if hit and hit.relation not in fresh:
                yield Violation(slug, rule.SEVERITY, ddl, hit)
