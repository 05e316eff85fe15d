"""`opskit rollback`: a run, or everything after a revision, taken back and compared with the fingerprint from before.

It needs no ledger and no files: what was done, its undo and how the schema looked are recorded in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from opskit.app.carrying_out import Fingerprints, StepDone, carry_out, elapsed_s
from opskit.app.context import Context
from opskit.app.estimating import weighed
from opskit.app.foreseeing import foreseen_back, world_of
from opskit.app.keeping_rows import KeptRows, keep, lost
from opskit.app.migrating import undo_steps
from opskit.app.others import Others, changed_by_others
from opskit.app.proven import proven
from opskit.app.way_back import WayBack, expected_of, taken_back
from opskit.core.answer import Answer
from opskit.core.change import Loss, worst
from opskit.core.fingerprint import Difference, differences
from opskit.core.own_revision import NO_WAY_BACK, is_own
from opskit.core.plan import Plan, make_plan
from opskit.core.step import Reader, Row
from opskit.errors import Blocked, UsageFault
from opskit.pg.kept_rows import Wanted
from opskit.steps import observing
from opskit.value import Value

# The INVALID index that a failed build had left before the run is not built again to prove a point.
DEBRIS_GONE = ("invalid index", "missing")
# What `--to` calls the state before the first migration, as Alembic does.
BASE = "base"
PENDING = 10
NOT_AS_BEFORE = 1


class RolledBack(Value):
    """`verified`: the schema is what it was before; `differs` names the objects that are not, and `others` what others
    had changed since the run; `rows` are those that were lost, where they were kept."""

    run: str
    revisions: Sequence[str]
    steps: Sequence[StepDone]
    fingerprint: Fingerprints
    verified: bool
    differs: Sequence[Difference]
    others: Sequence[Difference] = ()
    rows: KeptRows | None = None


class Proposal(Value):
    """`rows` are of opskit.revision, newest first; `lost` the rows that go with it, by table."""

    plan: Plan
    rows: Sequence[Row]
    page: Answer[WayBack]
    lost: Sequence[Wanted] = ()

    @property
    def empty(self) -> bool:
        return not self.plan.changes


def propose(context: Context, run: str, to: str, keep_in: Path | None = None) -> Proposal:
    """`keep_in` is the file for the rows that are lost, None where they are not kept."""
    return propose_of(context, lambda db: chosen(observing.revisions(db), run, to), keep_in)


def propose_of(context: Context, choose: Callable[[Reader], list[Row]], keep_in: Path | None = None) -> Proposal:
    """`choose` gives the rows of opskit.revision to take back, newest first."""
    events = context.ledger.events()
    with context.reading("plan") as db:
        rows = choose(db)
        schema = observing.schema(db)
        others = changed_by_others(db, rows, schema.objects) if rows else Others()
        steps = undo_steps(db, rows, context.run, others.altered)
        plan = make_plan(steps, db, db.server.identity, lambda _: schema.digest, context.now())
        world = world_of(plan, db)
        kinds = world.kinds()
        plan = weighed(foreseen_back(plan, world), db)
        rows_lost = lost(db, plan.changes)
    lines = taken_back(plan, events, kinds)
    page = WayBack(
        revisions=[str(row["revision"]) for row in rows],
        statements=lines,
        obstacles=plan.obstacles,
        loss=worst(change.loss for change in plan.changes).value,
        fingerprint=str(rows[-1]["fingerprint_before"]) if rows else "",
        expected=expected_of(lines),
        rehearsed=proven([(str(row["revision"]), str(row["checksum"])) for row in rows], events),
        others=others.changed,
        untold=others.unknown,
        left=sorted(others.altered),
        rows=[each.relation for each in rows_lost],
        rows_file=str(keep_in) if keep_in and rows_lost else "",
    )
    exit_code = PENDING if plan.changes else 0
    answer = Answer("rollback", page, exit_code, environment=context.environment.name, run=context.run)
    return Proposal(plan, rows, answer, rows_lost)


def chosen(recorded: Sequence[Row], run: str, to: str) -> list[Row]:
    """The revisions to take back, newest first: those of a run, those after a revision, or those of the last run. A fix
    that left nothing to take back (it vacuumed, it rebuilt an index), and an item whose author says that there is
    nothing, stands in nobody's way and is no last run."""
    live = standing(recorded)
    if to == BASE:
        return live
    if to:
        return _after(recorded, to)
    if not live:
        return []
    wanted = run or str(live[0]["run"])
    mine = [row for row in live if row["run"] == wanted]
    refuse_others(recorded, mine, f"run {wanted}")
    if run and not mine and run not in {row["run"] for row in recorded}:
        raise UsageFault(f"this database knows no run {run!r}", "", "opskit ledger show")
    return mine


def standing(recorded: Sequence[Row]) -> list[Row]:
    """What is applied, or was begun, and has something to take back; newest first."""
    return [row for row in _there(recorded) if not _nothing_to_undo(row)]


def refuse_others(recorded: Sequence[Row], mine: Sequence[Row], what: str) -> None:
    """Blocked when others were applied after the oldest of `mine` (newest first): they may stand on it."""
    live, own = standing(recorded), {row["revision"] for row in mine}
    oldest = live.index(mine[-1]) if mine else 0
    newer = [str(row["revision"]) for row in live[:oldest] if row["revision"] not in own]
    if newer:
        raise Blocked(
            f"{what} cannot go alone (nothing was changed)",
            f"applied after it: {', '.join(newer)}",
            f"opskit rollback --to {_before(recorded, mine)}",
        )


def _there(recorded: Sequence[Row]) -> list[Row]:
    return [row for row in reversed(recorded) if row["state"] != "undone"]


def _after(recorded: Sequence[Row], to: str) -> list[Row]:
    """What was applied after a revision that stands."""
    known = [str(row["revision"]) for row in _there(recorded)]
    if to not in known:
        raise UsageFault(
            f"revision {to!r} is not applied here", f"applied: {', '.join(known) or 'none'}", "opskit rollback -n"
        )
    return [row for row in _there(recorded)[: known.index(to)] if not _nothing_to_undo(row)]


def _nothing_to_undo(row: Row) -> bool:
    none_wanted = str(row["down_sql"]).startswith(NO_WAY_BACK)
    return is_own(str(row["revision"])) and (none_wanted or not row["has_undo"])


def carry(context: Context, proposal: Proposal, accept_data_loss: bool, keep_in: Path | None) -> Answer[RolledBack]:
    """Exit 0 when the schema is what it was before, 1 when it is not, with the objects that differ."""
    way = proposal.page.data
    refuse_loss(way, accept_data_loss)
    with context.writing("rollback") as db:
        rows = keep(context, proposal.lost, keep_in) if keep_in else None
        steps = carry_out(context, proposal.plan, db, "rollback")
    with context.reading("verify") as reader:
        differs, prints = _compared(reader, proposal)
    done = RolledBack(context.run, way.revisions, steps, prints, not differs, differs, way.others, rows)
    _recorded(context, done)
    exit_code = 0 if done.verified else NOT_AS_BEFORE
    return Answer("rollback", done, exit_code, True, environment=context.environment.name, run=context.run)


def refuse_loss(way: WayBack, accepted: bool) -> None:
    if way.loss != Loss.NONE.value and not accepted:
        raise Blocked(
            f"this rollback loses {way.loss} (nothing was changed)",
            "rows in what it drops go with it",
            "opskit rollback --accept-data-loss",
        )


def _recorded(context: Context, done: RolledBack) -> None:
    context.record(
        "run.finished",
        command="rollback",
        subject="rollback",
        outcome="undone" if done.verified else "differs",
        revisions=list(done.revisions),
        verified=done.verified,
        fingerprint=done.fingerprint.after,
        seconds=round(elapsed_s(done.steps), 3),
    )


def _compared(db: Reader, proposal: Proposal) -> tuple[list[Difference], Fingerprints]:
    schema = observing.schema(db)
    oldest = proposal.rows[-1]
    before = observing.objects_before(db, str(oldest["revision"]))
    found = [each for each in differences(before, schema.objects) if (each.kind, each.change) != DEBRIS_GONE]
    return found, Fingerprints(str(oldest["fingerprint_before"]), schema.digest)


def _before(recorded: Sequence[Row], mine: Sequence[Row]) -> str:
    names = [str(row["revision"]) for row in reversed(_there(recorded))]
    place = names.index(str(mine[-1]["revision"])) if mine else 0
    return names[place - 1] if place else BASE
