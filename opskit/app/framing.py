"""What stands between BEGIN and COMMIT in a migration is one transaction, or it is refused: never a part of it."""

from __future__ import annotations

from opskit.core.change import Change
from opskit.core.effect import STOPS_WRITES, Effect, together
from opskit.core.finding import Finding
from opskit.core.plan import Plan
from opskit.core.verdict import Severity
from opskit.value import replace

_REMEDY = "take it out of BEGIN and COMMIT, or run it as it is written: --as-written"


def kept_whole(plan: Plan) -> Plan:
    """Of a foreseen plan, with what cannot be in such a transaction as an obstacle."""
    block, held = "", Effect()
    planned = []
    for each in plan.planned:
        changes = []
        for change in each.changes:
            held = together([held, change.effect]) if change.do.together == block else change.effect
            block = change.do.together
            changes.append(_refused(change, held) if block else change)
        planned.append(replace(each, changes=tuple(changes)))
    return replace(plan, planned=tuple(planned))


def _refused(change: Change, held: Effect) -> Change:
    why = ""
    if not change.do.transactional:
        why = "cannot be part of a transaction"
    elif change.effect.scans and held.lock and held.lock.strength >= STOPS_WRITES.strength:
        why = "takes time, while the transaction holds a lock that others wait for"
    if not why:
        return change
    text = f"{change.summary} ({change.do.sql.splitlines()[0][:80]}) {why}; it stands behind {change.do.together}"
    finding = Finding(f"frame:{change.summary}", Severity.CRITICAL, change.summary, text, {}, _REMEDY)
    return replace(change, obstacles=(*change.obstacles, finding))
