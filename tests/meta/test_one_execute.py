"""SQL reaches a database through few doors: nothing outside opskit/pg and opskit/store executes anything."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOORS = ("opskit/pg/", "opskit/store/")
EXECUTING = {"execute", "executemany", "executescript", "copy", "stream", "send_query", "exec_"}
MODULES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "opskit").rglob("*.py"))


def executions(text: str) -> list[int]:
    """The lines with a call of a method that executes."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in EXECUTING]


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith(DOORS)])
def test_nothing_is_executed_outside_the_doors(module: str) -> None:
    found = executions((ROOT / module).read_text(encoding="utf-8"))
    assert not found, f"{module}, lines {found}"


def test_an_execution_would_be_noticed() -> None:
    assert executions("def f(db):\n    return db.cursor().execute('select 1')\n") == [2]


def test_there_are_executions_behind_the_doors() -> None:
    behind = [module for module in MODULES if module.startswith(DOORS)]
    assert any(executions((ROOT / module).read_text(encoding="utf-8")) for module in behind)
