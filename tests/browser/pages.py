"""The pages that are opened in a browser: a whole report, one in which nothing could be had, one full of hostile names,
and the plain page of another command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fixtures.readiness import report
from fixtures.readiness.report import answer

from opskit.app.demo_stop import Stopped
from opskit.app.reporting.data import LedgerState
from opskit.core.answer import Answer
from opskit.core.readiness import Readiness
from opskit.value import Value, replace

# Of 63 bytes, the longest that PostgreSQL takes, and without a place to break.
NAMES = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(2)><svg onload=alert(3)>",
    "</style><script>alert(4)</script>",
    "\u202egnp.exe\u202c \x1b[31m",
    "w" * 63,
    "المستخدم_" + "ü" * 20,
)
# Fields that hold what a server, a file or a person has said.
FREE = frozenset({
    "name", "table", "definition", "what", "why", "next", "owner", "remedy", "object", "message", "title",
    "text", "reason", "where", "measured", "sql", "relations", "longest_stall_sql", "longest_sql", "item", "source",
    "rule", "command", "newly_failing", "login", "database", "canary", "cannot", "by", "agreed",
})  # fmt: skip


def hostile(value: Any, free: bool = False) -> Any:
    """The same with every free text replaced; the ids of evidence stay, or nothing would lead anywhere."""
    if isinstance(value, Value):
        changed = {name: hostile(getattr(value, name), name in FREE) for name in value.__struct_fields__}
        return replace(value, **changed)
    if isinstance(value, tuple | list):
        return type(value)(hostile(each, free) for each in value)
    return NAMES[len(value) % len(NAMES)] if free and type(value) is str else value


def bare() -> Answer[Any]:
    data = replace(
        report(), verdict=Readiness.NOT_PROVEN, blockers=(), benchmark=(), benchmark_run=None, signoffs=(),
        migrations=(), checks=(), indexes=(), checklist=None, runs=(), comparison=None, earlier=(), load=None, gates=(),
        waivers=(), waived=(), ledger=LedgerState(0, "0" * 64, ()), claims=None, risk=None, timeline=(), budgets=(),
        since=None, validity=None, next_steps=(), evidence=(),
    )  # fmt: skip
    return answer(data)


PAGES: dict[str, Callable[[], Answer[Any]]] = {
    "report": answer,
    "hostile": lambda: answer(hostile(report())),
    "bare": bare,
    "plain": lambda: Answer("demo stop", Stopped(2), environment=NAMES[0], run=NAMES[1]),
}
# The names change nothing for axe-core, which takes longest of all.
JUDGED = [name for name in PAGES if name != "hostile"]
