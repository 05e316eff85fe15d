"""A migration read from its first statement to its last: each statement, and each command of an ALTER TABLE, with what
it would do at its place, given what the statements before it have done.

What a kind of statement does stands in a module of its own under migrate/kinds, named after libpg_query's node
(index_stmt) or the command of ALTER TABLE (at_set_not_null), with

    effect(site) -> Effect         what it locks, scans and rewrites
    after(site) -> None            optional: site.world as it leaves it

A kind without a module is taken to lock what it names in ACCESS EXCLUSIVE mode, in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from opskit.core.effect import NO_EFFECT, Effect, RelationLock, together
from opskit.core.lock import Lock
from opskit.migrate.do_blocks import read_block
from opskit.migrate.no_relation import NO_RELATION, OPAQUE
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import Parsed
from opskit.migrate.session import Session
from opskit.migrate.transactional import transactional
from opskit.migrate.world import Relation, World
from opskit.value import Value, replace


class Site(Value):
    """A statement, or one command of an ALTER TABLE (`kind` "at_set_not_null", `node` the AlterTableCmd, `whole` the
    statement's node), at its place. `relation` is the name of the relation it is about, `table` what was known of it
    before; both are empty where the kind has none. `world` is as it was before only until the next site is asked
    for: rules that look back over the file keep to the other fields. `inside` names a DO block or function."""

    parsed: Parsed
    kind: str
    node: Any
    whole: Any
    relation: str
    table: Relation | None
    world: World
    session: Session
    effect: Effect = NO_EFFECT
    inside: str = ""

    @property
    def fresh(self) -> bool:
        """Whether this migration made the relation: nobody waits for it yet."""
        return self.table is not None and self.table.fresh

    def foreseen(self, effect: Effect) -> Site:
        """The same place with its effect. Made for each statement that is read: ten times as quick as replace()."""
        return Site(
            self.parsed, self.kind, self.node, self.whole, self.relation, self.table, self.world, self.session, effect,
            self.inside,
        )  # fmt: skip


def walk(statements: Iterable[Parsed], world: World, session: Session | None = None) -> Iterator[Site]:
    """Every site in order. The commands of an ALTER TABLE come before the site of the statement as a whole, whose
    effect is theirs together. `world` is changed on the way."""
    here = session or Session()
    for parsed in statements:
        yield from _sites(parsed, world, here)
        here = here.after(parsed)


def foresee(statements: Iterable[Parsed], world: World) -> list[Effect]:
    """The effect of each statement."""
    return [site.effect for site in walk(statements, world) if site.node is site.whole and not site.inside]


def _sites(parsed: Parsed, world: World, session: Session) -> Iterator[Site]:
    relation = _relation(parsed.node, world)
    table = world.get(relation) if relation else None
    site = Site(parsed, parsed.kind, parsed.node, parsed.node, relation, table, world, session)
    if parsed.kind == "do_stmt":
        yield from _block(site)
        return
    if parsed.kind != "alter_table_stmt":
        site = _with_effect(site)
        yield site
        _settle(site)
        return
    effects = []
    for command in (each.alter_table_cmd for each in parsed.node.cmds):
        part = replace(site, kind=command_kind(command), node=command, table=world.get(relation))
        part = _with_effect(part)
        yield part
        effects.append(part.effect)
        _settle(part)
    yield site.foreseen(together(effects))


def _block(site: Site) -> Iterator[Site]:
    """What stands inside comes before the block as a whole, whose effect is theirs together. It is one transaction,
    unless it commits."""
    block = read_block(site.parsed)
    session = site.session if block.commits else replace(site.session, opened=site.session.opened or site.parsed.line)
    effects = []
    for parsed in block.statements:
        for each in _sites(parsed, site.world, session):
            yield replace(each, inside="do block")
            effects += [each.effect] if each.node is each.whole else []
    doubts = tuple(f"the block is opaque: {reason}" for reason in block.opaque)
    yield replace(site, effect=together([*effects, Effect(doubts=doubts)]))


def command_kind(command: Any) -> str:
    """AT_SetNotNull is at_set_not_null."""
    return _snake(enum_word(command, "subtype"))


@cache
def _snake(word: str) -> str:
    return "at_" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word.removeprefix("AT_")).lower()


def _relation(node: Any, world: World) -> str:
    named = getattr(node, "relation", None) or getattr(node, "table", None)
    return world.key(named.schemaname, named.relname) if named is not None and named.relname else ""


@cache
def kind_module(kind: str) -> ModuleType | None:
    name = f"opskit.migrate.kinds.{kind}"
    return import_module(name) if find_spec(name) else None


def _with_effect(site: Site) -> Site:
    module = kind_module(site.kind)
    if module is None:
        return site.foreseen(_without_module(site))
    effect = module.effect(site)
    if site.session.in_transaction and not effect.fails and not transactional(site.parsed):
        effect = replace(effect, fails="25001: it cannot run inside a transaction block")
    return site.foreseen(effect)


def _settle(site: Site) -> None:
    after = getattr(kind_module(site.kind), "after", None)
    if after:
        after(site)


def _without_module(site: Site) -> Effect:
    if site.kind in NO_RELATION:
        return NO_EFFECT
    return Effect(doubts=("what it runs is not in its text",)) if site.kind in OPAQUE else unknown_effect(site)


def unknown_effect(site: Site) -> Effect:
    locks = (RelationLock(site.relation, Lock.ACCESS_EXCLUSIVE),) if site.relation else ()
    return Effect(locks, doubts=("opskit does not know this kind of statement",))
