"""Whether a `revision` can be taken back: `within` a time, as the newest rehearsal of it, as it is written now, or a
real rollback of here has shown; and without losing rows, where `loses` is "nothing"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claim_values import TOLD
from opskit.app.no_return import written_loss
from opskit.app.proven import REHEARSAL
from opskit.core import duration
from opskit.core.ledger import Event
from opskit.errors import Inconclusive
from opskit.migrate.migration import Migration
from opskit.value import Value

_REHEARSE = "opskit rehearse"


class Asked(Value):
    revision: str
    within: str = ""
    loses: str = ""

    def __post_init__(self) -> None:
        if bool(self.within) == bool(self.loses):
            raise ValueError("give `within` or `loses`, one of them")
        if self.loses not in ("", "nothing"):
            raise ValueError('`loses` can only be "nothing"')
        if self.within:
            duration.parse(self.within)


class _Went(Value):
    """One time it was taken back; `proven`: the schema was then what it had been."""

    event: int
    what: str
    seconds: float
    proven: bool


def answer(asked: Asked, room: Room) -> Answered:
    migration = room.migration(asked.revision)
    return _timed(asked, migration, room) if asked.within else _lossless(migration, room)


def _timed(asked: Asked, migration: Migration, room: Room) -> Answered:
    went = [*_rehearsals(migration, room.events), *_rollbacks(migration, room)]
    if not went:
        raise Inconclusive("it was neither rehearsed as it is now nor taken back here", "", room.command(_REHEARSE))
    last = max(went, key=lambda each: each.event)
    told, evidence = f"{last.what} took {last.seconds:.1f} s", (f"event:{last.event}",)
    if not last.proven:
        return Answered(ClaimVerdict.NOT_TESTABLE, told, "the schema was not shown to be what it had been",
                        room.command(_REHEARSE), evidence)  # fmt: skip
    quick = timedelta(seconds=last.seconds) < duration.parse(asked.within)
    return Answered(TOLD[quick], f"{told}, the schema as before", "", room.command(_REHEARSE), evidence)


def _rehearsals(migration: Migration, events: Sequence[Event]) -> list[_Went]:
    return [
        _Went(event.seq, "its rollback on a copy", float(each["rollback_s"]), each["verdict"] == "pass")
        for event in events if event.entry.kind == REHEARSAL
        for each in event.entry.body.get("migrations", ())
        if (each["revision"], each["checksum"]) == (migration.revision, migration.checksum)
        and each["rollback_s"] is not None
    ]  # fmt: skip


def _rollbacks(migration: Migration, room: Room) -> list[_Went]:
    """Runs of `opskit rollback` here that took it back to the end: its own statements, without the waiting between."""
    here = [each for each in room.events if each.entry.environment == room.parts.environment]
    ends = [each for each in here if each.entry.kind == "run.finished" and each.entry.body.get("command") == "rollback"]
    found = []
    for end in ends:
        seconds = [
            float(each.entry.body["seconds"]) for each in here
            if each.entry.run == end.entry.run and each.entry.kind == "change.finished"
            and each.entry.body.get("revision") == migration.revision
        ]  # fmt: skip
        if seconds:
            found.append(_Went(end.seq, "its rollback here", sum(seconds), bool(end.entry.body.get("verified"))))
    return found


def _lossless(migration: Migration, room: Room) -> Answered:
    """As its down.sql is written; without one the way back is derived at the time, and the plan foretells it."""
    if not migration.down_sql.strip():
        raise Inconclusive(f"{migration.revision} has no down.sql to look at", "", room.command("opskit plan --all"))
    lost = list(written_loss(migration))
    if lost:
        return Answered(ClaimVerdict.REFUTED, f"{lost[0].loss}: {lost[0].why}", "", "", ("part:migrations",))
    told = f"the down.sql of {migration.revision} drops no table and no column and deletes no row"
    return Answered(
        ClaimVerdict.VERIFIED,
        told,
        "of this revision alone; what was deleted to make it possible does not come back",
        "",
        ("part:migrations",),
    )
