"""What the statements of this database cost since the first look, or since pg_stat_statements began to count:
{since, seconds, total_ms, transactions, gaps [text], rows [{queryid, text, calls, total_ms, rows, temp_blocks,
jit_ms}]}. `transactions` is null where the server counts them over another time; `gaps` say what of the cost is
missing: what this login cannot see, and what was dropped to make room.

Its limits: a statement that failed or timed out is not counted, and no percentile can be had from it (only mean and
deviation are kept), so none is derived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from opskit.app.given import Around, Look, look
from opskit.core.counters import Row, added

STATEMENTS, WINDOW, DATABASE = "counters_statements", "counters_statements_window", "counters_database"
COUNTERS = (STATEMENTS, WINDOW, DATABASE)
_KEY = ("queryid", "role", "toplevel")
_COUNTED = ("calls", "total_ms", "rows", "temp_blocks", "jit_ms")
# Two counters that began within a tenth of the time they have counted tell of the same time.
_SAME_TIME = 0.1


def gather(around: Around) -> object:
    second = {name: look(around.db, name) for name in COUNTERS}
    (window,) = second[WINDOW].rows
    first = {name: _fitting(around, name, window["began"]) for name in COUNTERS}
    grown = added(_rows(first[STATEMENTS]), second[STATEMENTS].rows, _KEY, _COUNTED)
    (evicted,) = added(_rows(first[WINDOW]), [window], (), ("evicted",))
    (database,) = added(_rows(first[DATABASE]), second[DATABASE].rows, ("database",), ("commits", "rollbacks"))
    looked = first[STATEMENTS]
    began = looked.at if looked else window["began"]
    rows = [row for row in grown if row["queryid"] is not None and row["calls"] > 0]
    return {
        "since": began,
        "seconds": max((second[STATEMENTS].at - began).total_seconds(), 0.001),
        "total_ms": sum(row["total_ms"] for row in rows),
        "transactions": _transactions(database, bool(first[DATABASE]), began, second[STATEMENTS].at),
        "gaps": list(_gaps(sum(row["queryid"] is None for row in second[STATEMENTS].rows), evicted["evicted"])),
        "rows": rows,
    }


def _gaps(hidden: int, evicted: int) -> Iterator[str]:
    if hidden:
        yield f"this login cannot see {hidden} statements of other roles: grant it pg_read_all_stats"
    if evicted:
        yield f"statements were dropped {evicted} times to make room for others: raise pg_stat_statements.max"


def _fitting(around: Around, name: str, began: datetime) -> Look | None:
    """No first look counts when the statements were reset after it."""
    found = around.earlier.get(name)
    return found if found and found.at >= began else None


def _rows(found: Look | None) -> Sequence[Row]:
    return found.rows if found else ()


def _transactions(database: Row, between_looks: bool, began: datetime, now: datetime) -> Any:
    counted: Any = database["commits"] + database["rollbacks"]
    if between_looks:
        return counted
    apart = abs(database["began"] - began) if database["began"] else now - began
    return counted if apart <= _SAME_TIME * (now - began) else None
