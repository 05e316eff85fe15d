"""A migration that an earlier run has begun and not finished: whose run it was, and how far it came."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.finding import Finding
from opskit.core.own_revision import is_own
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.steps import observing


def unfinished(recorded: Sequence[Row], db: Reader) -> list[Finding]:
    """`recorded` are rows of opskit.revision. A fix that was cut short is the business of the next
    fix, the statements of an item that of its checklist."""
    begun = (row for row in recorded if row["state"] == "applying")
    return [_found(row, db) for row in begun if not is_own(str(row["revision"]))]


def _found(row: Row, db: Reader) -> Finding:
    statements = observing.statements(db, str(row["revision"]))
    done = sum(each["state"] == "done" for each in statements)
    begun = [str(each["sql"]) for each in statements if each["state"] == "intent"]
    text = (
        f"{row['revision']} was begun by run {row['run']} (login {row['applied_by']}) at"
        f" {row['opened_at']:%Y-%m-%d %H:%M:%S %Z} and not finished: {done} of its statements are done"
        + "".join(f"; begun, with nobody to tell its end: {' '.join(sql.split())[:120]}" for sql in begun)
        + ". What is here goes on with it"
    )
    return Finding(f"unfinished:{row['revision']}", Severity.INFO, str(row["revision"]), text)
