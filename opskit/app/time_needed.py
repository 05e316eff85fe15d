"""How long a plan takes there and back, from what each of its statements is."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.change import Change, Irreversible, NotYetKnown
from opskit.core.estimate import SLOWEST_INSTANT_S as _INSTANT_S
from opskit.core.estimate import Sample, estimate
from opskit.core.ledger import Event
from opskit.core.plan import Plan
from opskit.core.time_budget import Budgeted, Part, Said, budgeted
from opskit.migrate.migration import Migration
from opskit.migrate.parser import Parsed, parse
from opskit.migrate.taken_away import dropped

_FRAME = "transaction_stmt"


def needed(
    plan: Plan, migrations: Sequence[Migration], environment: str, events: Sequence[Event], measured: Sequence[Sample]
) -> Budgeted:
    """Of a plan that was weighed. An estimate is the end of its interval that is on the safe side. A plan without
    migrations changes opskit's own record, at most."""
    parts = []
    for each in migrations:
        changes = [change for change in plan.changes if change.mark and change.mark.revision == each.revision]
        do_s = sum(estimate(change.work, measured).high for change in changes)
        parts.append(Part(each.revision, each.checksum, do_s, _undo_s(each, changes)))
    return budgeted(events, environment, parts, None if parts else Said(_INSTANT_S, 0.0))


def _undo_s(migration: Migration, changes: Sequence[Change]) -> float | None:
    """Known where the way back only drops what the migration makes; where there is none, none is waited for."""
    if migration.down_sql.strip():
        return _dropping_s(parse(migration.down_sql))
    undos = [change.undo for change in changes]
    if any(isinstance(undo, NotYetKnown) for undo in undos):
        return None
    sql = [each.sql for undo in undos if not isinstance(undo, Irreversible) for each in undo]
    return _dropping_s([parsed for text in sql for parsed in parse(text)])


def _dropping_s(statements: Sequence[Parsed]) -> float | None:
    counted = [each for each in statements if each.kind != _FRAME]
    return _INSTANT_S * len(counted) if all(map(_only_drops, counted)) else None


def _only_drops(parsed: Parsed) -> bool:
    if parsed.kind == "alter_table_stmt":
        return len(list(dropped(parsed))) == len(parsed.node.cmds)
    return parsed.kind == "drop_stmt"
