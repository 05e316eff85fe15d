"""What a `revision` locks when it is run as it is written, by its statements alone: `statements`; `builds`, its index
builds, and `plain_builds`, those without CONCURRENTLY; `stops_writes` and `stops_reads`, the statements that make
others wait, each until its transaction ends. What only a catalog could tell of a statement is doubt."""

from __future__ import annotations

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claim_values import expecting, judged
from opskit.core.effect import STOPS_WRITES, Effect
from opskit.core.lock import Lock
from opskit.migrate.data_loss import brought_in
from opskit.migrate.flow import foresee
from opskit.migrate.forms.create_index import CreateIndex
from opskit.migrate.migration import Migration
from opskit.migrate.parser import parse
from opskit.migrate.world import World
from opskit.value import Value, replace

_NAMES = {"statements", "builds", "plain_builds", "stops_writes", "stops_reads"}
_HELD = "each lock is held to the end of its transaction"


class Asked(Value):
    revision: str
    expect: str

    def __post_init__(self) -> None:
        expecting(self.expect, _NAMES)


class _Locks(Value):
    statements: int
    builds: int
    plain_builds: int
    stops_writes: int
    stops_reads: int
    doubts: int

    @property
    def told(self) -> str:
        return (
            f"{self.statements} statements: {self.stops_writes} stop writes, {self.stops_reads} of them reads too;"
            f" {self.builds - self.plain_builds} of {self.builds} index builds are CONCURRENTLY"
        )


def answer(asked: Asked, room: Room) -> Answered:
    locks = _of(room.written(asked.revision))
    counts = {name: int(getattr(locks, name)) for name in _NAMES}
    found = judged(asked.expect, counts, locks.told, _HELD if locks.stops_writes else "")
    found = replace(found, next=room.command("opskit plan --all"), evidence=("part:migrations",))
    if found.verdict is ClaimVerdict.VERIFIED and locks.doubts:
        why = f"what {locks.doubts} of its statements lock only a catalog can tell"
        return replace(found, verdict=ClaimVerdict.NOT_TESTABLE, reason=why, next="opskit lint")
    return found


def _of(migration: Migration) -> _Locks:
    texts = {ddl.source.ordinal: ddl.source.text for ddl in migration.up}.values()
    world, made, seen = World(), set[str](), list[tuple[int, bool]]()
    for parsed in (each for text in texts for each in parse(text)):
        effect = foresee([parsed], world)[-1]
        seen.append((_strongest(effect, made), _doubted(effect)))
        made |= {name for what, name in brought_in(parsed) if what == "table"}
    builds = [ddl for ddl in migration.up if isinstance(ddl, CreateIndex)]
    return _Locks(
        len(seen), len(builds), sum(not ddl.concurrently for ddl in builds),
        sum(strength >= STOPS_WRITES.strength for strength, _ in seen),
        sum(strength >= Lock.ACCESS_EXCLUSIVE.strength for strength, _ in seen),
        sum(doubted and strength < STOPS_WRITES.strength for strength, doubted in seen),
    )  # fmt: skip


def _strongest(effect: Effect, made: set[str]) -> int:
    """Nobody else knows a table that this migration has only just made."""
    return max((each.lock.strength for each in effect.locks if each.name not in made), default=-1)


def _doubted(effect: Effect) -> bool:
    """Whether it may fail says nothing of what it locks."""
    return any(not doubt.startswith("it fails ") for doubt in effect.doubts)
