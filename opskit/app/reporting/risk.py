"""What the migrations risk: which locks their statements take and what waits meanwhile, the longest stall as run, and
how each of them is taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opskit.app.migrating import State
from opskit.app.planning import PlannedStatement, PlanView
from opskit.app.proven import proven
from opskit.app.reporting.proof import Risk, RiskStatement, WayBack
from opskit.core.change import Loss, worst
from opskit.core.history import fold
from opskit.core.ledger import Event
from opskit.core.lock import Lock, strongest
from opskit.migrate.migration import Migration
from opskit.value import Value

NOTHING, WRITES, ALL = "nothing", "writes", "reads and writes"
Key = tuple[str, int, int]


class _Ran(Value):
    """The newest time a statement of a migration was carried out."""

    began: Event
    ended: Event

    @property
    def statement(self) -> RiskStatement:
        told, done = self.began.entry.body, self.ended.entry.body
        locks = [(str(name), Lock[str(mode).replace(" ", "_")]) for name, mode in told.get("locks", ())]
        lock = strongest([mode for _, mode in locks])
        return RiskStatement(
            str(told["revision"]), int(told["ordinal"]), str(told["sql"]), "done", lock.words if lock else "",
            [name for name, mode in locks if mode is lock], stops(lock), bool(told.get("scans")),
            bool(told.get("rewrites")), float(done["seconds"]), int(done["attempts"]), self.began.entry.at,
        )  # fmt: skip


class _Known(Value):
    """What there is to tell from: `ran` of the migrations that are applied, `here` the events of this environment."""

    state: State
    planned: PlanView | None
    ran: Mapping[Key, _Ran]
    events: Sequence[Event]
    here: Sequence[Event]


def risk(state: State, planned: PlanView | None, events: Sequence[Event], environment: str) -> Risk:
    here = [event for event in events if event.entry.environment == environment]
    applied = {each.revision for each in state.migrations} - {each.revision for each in state.pending}
    ran = {key: each for key, each in _ran(here).items() if key[0] in applied}
    known = _Known(state, planned, ran, events, here)
    statements = [*(each.statement for each in ran.values()), *_pending(planned)]
    stalls = [each for each in statements if each.state == "done" and each.stops]
    longest = max(stalls, key=lambda each: each.seconds or 0.0, default=None)
    return Risk(
        dict(Counter(each.stops or NOTHING for each in statements)),
        longest.seconds if longest else None, longest.sql if longest else "",
        statements, [_way_back(each, known) for each in state.migrations],
    )  # fmt: skip


def stops(lock: Lock | None) -> str:
    """What waits while it is held: readers take ACCESS SHARE, writers ROW EXCLUSIVE."""
    if lock and Lock.ACCESS_SHARE in lock.conflicts:
        return ALL
    return WRITES if lock and Lock.ROW_EXCLUSIVE in lock.conflicts else ""


def _ran(events: Sequence[Event]) -> dict[Key, _Ran]:
    """By revision, ordinal and part, in the order they were begun last."""
    applies = {run.run for run in fold(events).runs.values() if run.command == "apply"}
    begun: dict[tuple[str, Key], Event] = {}
    done: dict[Key, _Ran] = {}
    for event in events:
        body, run = event.entry.body, event.entry.run
        if run not in applies or "revision" not in body:
            continue
        key = (str(body["revision"]), int(body["ordinal"]), int(body["part"]))
        if event.entry.kind == "change.started":
            begun[run, key] = event
        elif event.entry.kind == "change.finished" and (run, key) in begun:
            done.pop(key, None)
            done[key] = _Ran(begun[run, key], event)
    return done


def _pending(planned: PlanView | None) -> Iterator[RiskStatement]:
    for migration in planned.migrations if planned else ():
        for each in migration.statements:
            if each.state == "pending":
                yield _foreseen(migration.revision, each)


def _foreseen(revision: str, each: PlannedStatement) -> RiskStatement:
    lock = Lock[each.lock.replace(" ", "_")] if each.lock else None
    return RiskStatement(
        revision, each.ordinal, "; ".join(each.safe), "pending", each.lock,
        [one.name for one in each.relations if one.lock == each.lock], stops(lock), bool(each.scans),
        bool(each.rewrites), each.estimate_s, None, None,
    )  # fmt: skip


def _way_back(migration: Migration, known: _Known) -> WayBack:
    told = list(_losses(migration.revision, known))
    reason = "; ".join(dict.fromkeys(why for _, why in told if why))
    rehearsed = next(iter(proven([(migration.revision, migration.checksum)], known.events)), None)
    undone = _undone(migration.revision, known.here)
    verified = {"proven": True, "differs": False}.get(rehearsed.verdict) if rehearsed else None
    return WayBack(
        migration.revision, known.state.state_of(migration.revision) or "pending",
        worst(loss for loss, _ in told).value if told else "", reason,
        rehearsed.at.isoformat().replace("+00:00", "Z") if rehearsed else None,
        rehearsed.seconds if rehearsed else None,
        undone[0] if undone else None, undone[1] if undone else None, undone[2] if undone else verified,
    )  # fmt: skip


def _losses(revision: str, known: _Known) -> Iterator[tuple[Loss, str]]:
    """What each statement of a migration would lose on the way back, and why it has none."""
    for migration in known.planned.migrations if known.planned else ():
        if migration.revision == revision:
            yield from ((Loss(each.loss), each.irreversible) for each in migration.statements)
    mine = [each for key, each in known.ran.items() if key[0] == revision]
    bodies: list[Mapping[str, Any]] = [each.began.entry.body for each in mine]
    yield from ((Loss(body["loss"]), str(body["irreversible"])) for body in bodies if "loss" in body)


def _undone(revision: str, here: Sequence[Event]) -> tuple[str, float, bool] | None:
    """When it was taken back last, the seconds that took, and whether the schema was as before."""
    for event in reversed(here):
        entry, body = event.entry, event.entry.body
        back = entry.kind == "run.finished" and body.get("command") == "rollback"
        if back and revision in body.get("revisions", ()):
            return entry.at, float(body["seconds"]), bool(body["verified"])
    return None
