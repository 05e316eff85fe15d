"""A plan with what each of its statements will do to relations, and with what is refused: statements that stop the
application for as long as a table is large, for which opskit has no safer form."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from opskit.core.change import Change
from opskit.core.finding import Finding
from opskit.core.plan import Plan
from opskit.core.step import Reader
from opskit.core.verdict import Severity
from opskit.migrate.catalog_world import read_world
from opskit.migrate.ddl import Source
from opskit.migrate.flow import foresee
from opskit.migrate.linting import Violation, all_rules, violations
from opskit.migrate.parser import parse
from opskit.migrate.session import Session
from opskit.migrate.world import World
from opskit.steps.framed import searching
from opskit.value import Value, replace

# opskit bounds every wait for a lock itself, but for what must not be cancelled while it waits (see pg/writing).
BOUNDED = Session({"lock_timeout": "2s", "statement_timeout": "0"})
WAITING = Session({"lock_timeout": "0", "statement_timeout": "0"})
_PATH = "select pg_catalog.current_schemas(false)::pg_catalog.text[] as path"


class Refusals(Value):
    """`accepted` are the rules a person has accepted for this plan."""

    accepted: frozenset[str] = frozenset()

    def of(self, found: list[Violation]) -> Iterator[Finding]:
        for each in found:
            if each.severity is Severity.CRITICAL and each.rule not in self.accepted:
                remedy = f"{all_rules()[each.rule].SAFE}; or accept it: --accept {each.rule}"
                text = f"{each.rule}: {each.hit.message}"
                yield Finding(f"rule:{each.rule}", Severity.CRITICAL, each.hit.relation, text, {}, remedy)


def world_of(plan: Plan, db: Reader) -> World:
    """What the catalog says of everything the plan's statements touch. Types are named as the first settings that a
    migration makes would have them named."""
    statements = [parsed for change in plan.changes if not change.do.params for parsed in parse(change.do.sql)]
    sessions = list(dict.fromkeys(change.do.session for change in plan.changes if change.do.session))
    with searching(db, sessions[0] if sessions else ()):
        world = read_world(db, statements)
    for session in [(), *sessions] if sessions else []:
        with searching(db, session):
            world.paths[session] = tuple(db.rows(_PATH)[0]["path"])
    return world


def foreseen(plan: Plan, world: World, refusals: Refusals) -> Plan:
    """`world` is changed on the way, statement by statement."""
    return _each(plan, lambda change: _foreseen(change, world, refusals))


def foreseen_back(plan: Plan, world: World) -> Plan:
    """The same of a way back. It is held to no rule: in an incident it is wanted whatever it locks, and says what that
    is."""
    return _each(plan, lambda change: _with_effect(change, world))


def _each(plan: Plan, look: Callable[[Change], Change]) -> Plan:
    planned = (replace(each, changes=tuple(map(look, each.changes))) for each in plan.planned)
    return replace(plan, planned=tuple(planned))


def _with_effect(change: Change, world: World) -> Change:
    if change.do.params:
        return change
    world.enter(change.do.session)
    return replace(change, effect=foresee(parse(change.do.sql), world)[-1])


def _foreseen(change: Change, world: World, refusals: Refusals) -> Change:
    if change.do.params:
        return change  # opskit's own record: nobody else looks at it
    world.enter(change.do.session)
    session = BOUNDED if change.do.transactional else WAITING
    found, sites = violations(parse(change.do.sql), world, session=session)
    return replace(change, effect=sites[-1].effect, obstacles=(*change.obstacles, *refusals.of(found)))


def rules_broken(source: Source, world: World) -> list[Violation]:
    """What the rules say of a statement as it is written: why it is not run so."""
    world.enter(source.session)
    return violations(parse(source.text), world)[0]
