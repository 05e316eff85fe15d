"""The tables that a migration itself creates, and the statements about them: both go back together."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from opskit.core.change import Mark
from opskit.core.identifier import qualified
from opskit.core.step import Step
from opskit.migrate.classify import as_written
from opskit.migrate.ddl import Ddl, Other
from opskit.migrate.parser import parse
from opskit.steps.on_fresh import OnFresh
from opskit.steps.run_statement import RunStatement
from opskit.value import replace


def created(ddl: Ddl) -> str:
    """The name of the table that a statement creates, as written; empty for any other."""
    for parsed in parse(ddl.source.text):
        if parsed.kind == "create_stmt":
            return qualified(parsed.node.relation.schemaname, parsed.node.relation.relname)
    return ""


def on_fresh(
    ddls: Sequence[Ddl], steps: Sequence[Step[Any]], revision: str, run: str, tables: Container[str]
) -> list[Step[Any]]:
    """The steps of one statement, or in their place one that runs it as written while its table is new."""
    relation = next((str(getattr(ddl, "relation", "")) for ddl in ddls if not isinstance(ddl, Other)), "")
    if not relation or relation not in tables:
        return list(steps)
    mark = Mark(revision, ddls[0].source.ordinal, ddls[0].source.part, run)
    written = replace(as_written(parse(ddls[0].source.text)[0]), source=ddls[0].source)
    return [OnFresh(RunStatement(written, mark), steps, relation)]
