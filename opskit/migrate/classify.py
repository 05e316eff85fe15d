"""A parsed statement -> what a step is made of.

A form module under migrate/forms is named after the step that brings it about, and has

    ON                      the kinds of clause it may recognise (index_stmt, at_set_not_null, see migrate/flow)
    recognise(clause)       its Ddl values; empty where the statement is none of its kind after all

A statement that no form recognises runs as written. An ALTER TABLE of which any command is recognised is taken apart,
in its order."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

from opskit.migrate import forms
from opskit.migrate.clauses import clauses
from opskit.migrate.ddl import Clause, Ddl, Other, Source
from opskit.migrate.parser import Parsed, parse
from opskit.migrate.transactional import alone, transactional
from opskit.value import replace

# Room for the parts of each piece of a statement that becomes several.
PARTS = 100_000


def classify(parsed: Parsed) -> list[Ddl]:
    """Usually one value; DROP INDEX a, b and an ALTER TABLE that is taken apart give several."""
    source = Source(parsed.text, parsed.ordinal, parsed.line)
    if parsed.kind != "alter_table_stmt":
        return _numbered(_recognised(Clause(parsed.kind, parsed.node, parsed.node, source, parsed.text))) or [
            as_written(parsed)
        ]
    pieces = [(clause, _recognised(clause)) for clause in clauses(parsed, source)]
    if not any(found for _, found in pieces):
        return [as_written(parsed)]
    return _numbered([each for clause, found in pieces for each in found or [_rest(clause)]])


@cache
def _forms(kind: str) -> tuple[ModuleType, ...]:
    names = sorted(found.name for found in pkgutil.iter_modules(forms.__path__))
    modules = [import_module(f"{forms.__name__}.{name}") for name in names]
    return tuple(module for module in modules if kind in module.ON)


def _recognised(clause: Clause) -> list[Ddl]:
    return next((found for form in _forms(clause.kind) if (found := form.recognise(clause))), [])


def _numbered(found: Sequence[Ddl]) -> list[Ddl]:
    return [
        replace(each, source=replace(each.source, part=1 + PARTS * place))  # type: ignore[type-var]
        for place, each in enumerate(found)
    ]


def _rest(clause: Clause) -> Ddl:
    """A command that runs as written, of a statement of which others do not."""
    return Other(clause.source, "alter_table_stmt", clause.sql, True)


def as_written(parsed: Parsed) -> Other:
    source = Source(parsed.text, parsed.ordinal, parsed.line)
    return Other(source, parsed.kind, parsed.text, transactional(parsed), alone=alone(parsed))


def unrewritten(found: Iterable[Ddl]) -> list[Ddl]:
    """The statements these values were made of, each to be run as written."""
    sources = {ddl.source.ordinal: replace(ddl.source, part=1) for ddl in found}
    return [replace(as_written(parse(source.text)[0]), source=source) for source in sources.values()]
