"""SQL reaches a database through few doors: nothing outside opskit/pg and opskit/store executes anything."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOORS = ("opskit/pg/", "opskit/store/")
EXECUTING = {"execute", "executemany", "executescript", "send_query", "exec_"}


def executions(text: str) -> list[int]:
    """The lines that call a method which executes."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in EXECUTING]


@cache
def places() -> list[str]:
    """`module:line` of every execution there is."""
    modules = sorted((ROOT / "opskit").rglob("*.py"))
    return [f"{path.relative_to(ROOT)}:{line}" for path in modules for line in executions(path.read_text("utf-8"))]


def test_nothing_is_executed_outside_the_doors() -> None:
    assert [place for place in places() if not place.startswith(DOORS)] == []


def test_an_execution_would_be_noticed() -> None:
    assert executions("def f(db):\n    return db.cursor().execute('select 1')\n") == [2]
    assert all(any(place.startswith(door) for place in places()) for door in DOORS)
