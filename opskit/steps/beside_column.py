"""The steps of the constraints that are written beside a new column."""

from __future__ import annotations

from typing import Any

from opskit.core.change import Mark
from opskit.core.step import Step
from opskit.migrate.ddl import Ddl
from opskit.migrate.forms import add_check, add_foreign_key, add_primary_key
from opskit.migrate.forms.add_column import AddColumn
from opskit.migrate.preceding import Preceding
from opskit.steps.add_check import AddCheck
from opskit.steps.add_foreign_key import AddForeignKey
from opskit.steps.add_primary_key import AddPrimaryKey
from opskit.steps.add_unique import AddUnique
from opskit.value import replace

# Room for the parts of each.
PARTS = 10_000


def constraint_steps(ddl: AddColumn, mark: Mark, preceding: Preceding) -> list[Step[Any]]:
    """Each knows the column, and those before it, as preceding it."""
    steps: list[Step[Any]] = []
    before = preceding.beside(ddl)
    for place, each in enumerate(ddl.constraints):
        steps.append(_step(each, replace(mark, part=mark.part + PARTS * place), before))
        before = before.beside(each)
    return steps


def _step(ddl: Ddl, mark: Mark, preceding: Preceding) -> Step[Any]:
    if isinstance(ddl, add_check.AddCheck):
        return AddCheck(ddl, mark, preceding)
    if isinstance(ddl, add_foreign_key.AddForeignKey):
        return AddForeignKey(ddl, mark, preceding)
    if isinstance(ddl, add_primary_key.AddPrimaryKey):
        return AddPrimaryKey(ddl, mark, preceding)
    return AddUnique(ddl, mark)  # type: ignore[arg-type]
