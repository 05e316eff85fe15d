"""What opskit foresees of a case, and in what it differs from what was observed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from locks.corpus import Case
from locks.observing import Observed
from opskit.core.effect import Effect
from opskit.core.lock import Lock
from opskit.migrate import kin
from opskit.migrate.catalog_world import read_world
from opskit.migrate.flow import walk
from opskit.migrate.parser import Parsed, parse
from opskit.migrate.session import Session
from opskit.migrate.storage import toast_parts
from opskit.migrate.world import World
from opskit.pg.connection import connect
from opskit.pg.reading import SETTINGS, ReadSession

# ACCESS SHARE is left out: it only waits for ACCESS EXCLUSIVE, every look at a relation takes it, and on indexes it is
# the planner's choice.
COMPARED_FROM = Lock.ROW_SHARE
# Errors of classes 22 and 23 are about rows, which no catalog holds.
ABOUT_ROWS = ("22", "23")


@dataclass(frozen=True)
class Foreseen:
    """`there`: every name a relation had before. `looked_up`: tables that foreign keys point to. `empties`: it puts
    new empty files in the place of old ones, which takes no time."""

    effect: Effect
    there: frozenset[str]
    looked_up: frozenset[str]
    empties: bool


def foresee(conninfo: str, case: Case) -> Foreseen:
    """Read the catalog, then the statements."""
    statements = [each for text in (*case.before, case.sql) for each in parse(text)]
    with connect("the laboratory", conninfo, "opskit tests", SETTINGS) as connection:
        world = read_world(ReadSession(connection), statements)
    there = frozenset(_names(world))
    effect = _effect(statements, world, Session() if case.alone else Session(opened=1))
    return Foreseen(effect, there, frozenset(_looked_up(world)), _empties(statements[-1]))


def _empties(parsed: Parsed) -> bool:
    return parsed.kind == "truncate_stmt" or (parsed.kind == "refresh_mat_view_stmt" and parsed.node.skip_data)


def _effect(statements: Iterable[Parsed], world: World, session: Session) -> Effect:
    sites = [site for site in walk(statements, world, session) if site.node is site.whole and not site.inside]
    return sites[-1].effect


def _names(world: World) -> Iterator[str]:
    for relation in world.relations():
        yield from (relation.name, *relation.indexes, *toast_parts(relation))


def _looked_up(world: World) -> Iterator[str]:
    for relation in world.relations():
        for name in kin.referenced(relation):
            yield from kin.family(world, name)


def differences(foreseen: Foreseen, observed: Observed) -> list[str]:
    """In words; none where they agree."""
    fails = foreseen.effect.fails
    if observed.error or fails:
        if (observed.error.startswith(ABOUT_ROWS) or foreseen.effect.doubts) and not fails:
            return []
        return [] if fails[:5] == observed.error else [f"error {observed.error or 'none'}, foreseen {fails or 'none'}"]
    found = [*_locks(foreseen, observed)]
    if on_rows(foreseen.effect):
        return found  # how rows are read is the planner's choice, and stops nobody
    return [*found, *_scans(foreseen, observed), *_rewrites(foreseen, observed)]


def on_rows(effect: Effect) -> bool:
    """Whether it only takes the locks of queries: the rows there are decide which partitions and keys they reach."""
    return effect.lock is None or effect.lock.strength <= Lock.ROW_EXCLUSIVE.strength


def _locks(foreseen: Foreseen, observed: Observed) -> Iterator[str]:
    seen = {name: Lock(mode) for name, mode in observed.locks.items() if name in foreseen.there}
    told = {each.name: each.lock for each in foreseen.effect.locks}
    for name in sorted({*seen, *told}):
        was, said = seen.get(name), told.get(name)
        held = {Lock(mode) for mode in observed.held.get(name, ())}
        if was is None and on_rows(foreseen.effect):
            continue
        if said is None and foreseen.effect.doubts:
            continue
        if said in held and _strength(was) < _strength(said):
            continue  # a lock that is held already is not seen to be taken again
        if was is not said and max(_strength(was), _strength(said)) >= COMPARED_FROM.strength:
            yield f"lock on {name}: {was.words if was else 'none'}, foreseen {said.words if said else 'none'}"


def _strength(lock: Lock | None) -> int:
    return -1 if lock is None else lock.strength


def _scans(foreseen: Foreseen, observed: Observed) -> Iterator[str]:
    """Rows of the referring table are looked up in the one a foreign key points to: whether by reading that in full or
    by its index is the planner's choice, and opskit foresees the worse."""
    seen, told = observed.scans & foreseen.there, set(foreseen.effect.scans)
    for name in () if foreseen.effect.doubts or foreseen.empties else sorted(seen - told):
        yield f"scan of {name}, not foreseen"
    for name in sorted(told - seen - foreseen.looked_up):
        yield f"no scan of {name}, but foreseen"


def _rewrites(foreseen: Foreseen, observed: Observed) -> Iterator[str]:
    seen, told = observed.rewrites & foreseen.there, set(foreseen.effect.rewrites)
    for name in sorted(told - seen if foreseen.effect.doubts or foreseen.empties else seen ^ told):
        yield f"{'rewrite' if name in seen else 'no rewrite'} of {name}, {'not' if name in seen else 'but'} foreseen"
