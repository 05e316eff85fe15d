"""What was done to a database, written into that database: in the statement's own transaction where it has one, an
intent before it and the rest after where it has not."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.catalog.facts import record
from opskit.core.change import Change, Irreversible, Statement
from opskit.core.secret import redact
from opskit.pg.connection import Connection


def intend(connection: Connection, change: Change) -> None:
    """Before a statement that is no transaction's part: whoever comes after a crash knows that it was begun."""
    if change.mark and not change.mark.undo:
        connection.execute(record("statement_intent").encode(), _words(change))


def done(connection: Connection, change: Change, seconds: float) -> None:
    mark = change.mark
    if mark is None:
        return
    if mark.undo:
        place = {"revision": mark.revision, "ordinal": mark.ordinal, "part": mark.part}
        connection.execute(record("statement_state").encode(), {**place, "state": "undone"})
    else:
        connection.execute(record("statement_done").encode(), {**_words(change), "seconds": seconds})


def _words(change: Change) -> dict[str, object]:
    mark, undo = change.mark, change.undo
    assert mark is not None  # noqa: S101 - the callers have looked
    return {
        "revision": mark.revision,
        "ordinal": mark.ordinal,
        "part": mark.part,
        "run": mark.run,
        "summary": change.summary,
        "sql": redact(change.do.sql),
        "undo": [] if isinstance(undo, Irreversible) else [*change.do.session, *_as_text(undo)],
        "irreversible": undo.reason if isinstance(undo, Irreversible) else "",
        "loss": change.loss.value,
    }


def _as_text(undo: Sequence[Statement]) -> list[str]:
    """As a file would say it."""
    statements = [each.sql for each in undo]
    return ["BEGIN", *statements, "COMMIT"] if any(each.together for each in undo) else statements
