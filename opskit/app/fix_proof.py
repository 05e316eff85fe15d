"""Proof that a fix did what it promised: indexes and tables as they were before it, and after."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from opskit.app.bloat_report import Relation
from opskit.app.carrying_out import StepDone
from opskit.catalog.facts import fact
from opskit.core.bloat import percent
from opskit.core.bloat_remedy import holders
from opskit.core.change import Change
from opskit.core.step import Reader, Row
from opskit.core.verdict import Verdict
from opskit.migrate.fix_targets import DROPPED, REBUILT, VACUUMED, Target, targets
from opskit.value import Value

# How far the bytes given back may lie from what was predicted, in points of the size before; and the size from which on
# that is judged, for on a few pages every page counts. The prediction was measured on B-trees of at least 1 MB: 3.0
# points off on average (tests/benchmarks/bloat_accuracy.py).
MAX_ERROR_POINTS, JUDGED_FROM_BYTES = 15.0, 1024 * 1024
# On PostgreSQL 14 counters arrive within half a second; later versions have them at once.
COUNTERS_S, EVERY_S = 3.0, 0.1


class Proof(Value):
    """`what` is rebuilt, vacuumed or dropped; `before` and `after` are rows of sql/facts/fix_indexes.sql or
    fix_tables.sql (`after` is null for what is gone). `predicted_bytes` were to be given back, and `error_points` tells
    how far off that was in percent of the size before; null where nothing was predicted."""

    name: str
    what: str
    verdict: Verdict
    reason: str
    seconds: float | None
    before: Mapping[str, object]
    after: Mapping[str, object] | None
    predicted_bytes: int | None = None
    error_points: float | None = None


class Sight(Value):
    """Rows by the names of the objects."""

    indexes: Mapping[str, Row]
    tables: Mapping[str, Row]


def targets_of(changes: Sequence[Change]) -> list[Target]:
    """Of the statements that a plan is about, not of the debris it clears away."""
    return [each for change in changes if change.mark and not change.do.params for each in targets(change.do.sql)]


def sight(db: Reader, wanted: Sequence[Target]) -> Sight:
    indexes = [each.name for each in wanted if each.what != VACUUMED]
    tables = [each.name for each in wanted if each.what == VACUUMED]
    return Sight(
        {str(row["name"]): row for row in db.rows(fact("fix_indexes"), names=indexes)} if indexes else {},
        {str(row["name"]): row for row in db.rows(fact("fix_tables"), names=tables)} if tables else {},
    )


def sight_after(db: Reader, wanted: Sequence[Target], before: Sight) -> Sight:
    """Once the counters of what was vacuumed are there."""
    end = time.monotonic() + COUNTERS_S
    while True:
        now = sight(db, wanted)
        late = any(row["vacuums"] == before.tables[name]["vacuums"] for name, row in now.tables.items())
        if not late or time.monotonic() > end:
            return now
        time.sleep(EVERY_S)


class Prover(Value):
    """`steps` are what was carried out, `bloat` the estimates from before."""

    db: Reader
    before: Sight
    after: Sight
    steps: Sequence[StepDone]
    bloat: Mapping[str, Relation]

    def proofs(self, wanted: Sequence[Target]) -> list[Proof]:
        return [proof for each in wanted for proof in self._of(each)]

    def _of(self, target: Target) -> list[Proof]:
        if target.what == VACUUMED:
            return [self._vacuumed(target.name)] if target.name in self.before.tables else []
        rows = [row for row in self.before.indexes.values() if target.name in (row["name"], row["table_name"])]
        prove = self._dropped if target.what == DROPPED else self._rebuilt
        return [prove(target.name, row) for row in rows]

    def _took(self, what: str, name: str) -> float | None:
        found = [step.seconds for step in self.steps if step.revision and Target(what, name) in targets(step.sql)]
        return found[0] if found else None

    def _rebuilt(self, target: str, before: Row) -> Proof:
        name = str(before["name"])
        after = self.after.indexes.get(name)
        expected = self.bloat.get(name)
        predicted = expected.reclaim_bytes if expected else None
        error = None
        if after is not None and predicted is not None:
            error = round(abs(percent(before["bytes"] - after["bytes"] - predicted, before["bytes"])), 1)
        reason = _not_rebuilt(before, after) or _not_as_predicted(before, error)
        return Proof(
            name, REBUILT, Verdict.FAIL if reason else Verdict.PASS, reason, self._took(REBUILT, target),
            dict(before), dict(after) if after else None, predicted, error,
        )  # fmt: skip

    def _dropped(self, target: str, before: Row) -> Proof:
        name = str(before["name"])
        after = self.after.indexes.get(name)
        verdict, reason = (Verdict.FAIL, "it is still there") if after else (Verdict.PASS, "")
        took = self._took(DROPPED, target)
        return Proof(name, DROPPED, verdict, reason, took, dict(before), dict(after) if after else None)

    def _vacuumed(self, name: str) -> Proof:
        before, after = self.before.tables[name], self.after.tables.get(name)
        reason = _not_vacuumed(before, after) or self._rows_that_stay(before, after)
        return Proof(
            name, VACUUMED, Verdict.FAIL if reason else Verdict.PASS, reason, self._took(VACUUMED, name),
            dict(before), dict(after) if after else None,
        )  # fmt: skip

    def _rows_that_stay(self, before: Row, after: Row | None) -> str:
        """A VACUUM leaves what somebody may still see."""
        left = int(after["dead_rows"]) if after else 0
        if not left or 2 * left <= int(before["dead_rows"]):
            return ""
        by = "; ".join(holders(self.db.rows(fact("horizon_holders")))[:2]) or "nobody that this login can see"
        return f"{left} of {before['dead_rows']} dead rows stay, held by {by}"


def _not_rebuilt(before: Row, after: Row | None) -> str:
    if after is None:
        return "it is gone"
    if not after["is_valid"]:
        return "it is INVALID"
    if after["filenode"] == before["filenode"]:
        return "it is still in the same file"
    if after["leftovers"]:
        return f"REINDEX has left {after['leftovers']} INVALID indexes on {after['table_name']}"
    if after["constraint_name"] != before["constraint_name"]:
        return f"constraint {before['constraint_name']} does not rest on it any more"
    return ""


def _not_as_predicted(before: Row, error: float | None) -> str:
    if error is None or error <= MAX_ERROR_POINTS or int(before["bytes"]) < JUDGED_FROM_BYTES:
        return ""
    return f"what it gave back is {error:.1f} points off from what was predicted; at most {MAX_ERROR_POINTS:g} may be"


def _not_vacuumed(before: Row, after: Row | None) -> str:
    if after is None or after["vacuums"] != before["vacuums"]:
        return ""
    return "no vacuum was counted: the server passes over a table that the login may not vacuum"
