"""The statements that make objects again as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from opskit.catalog.facts import fact
from opskit.catalog.resources import folder
from opskit.core.change import Irreversible, Loss
from opskit.core.step import Reader
from opskit.migrate.definitions.belongings import OWNED, belongings
from opskit.migrate.definitions.gone import Gone, gone, in_order, needs
from opskit.migrate.definitions.said import Said
from opskit.migrate.definitions.taking_away import taken_away
from opskit.migrate.named import Address
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import Undo
from opskit.value import replace

_MAJOR = "select pg_catalog.current_setting('server_version_num')::pg_catalog.int4 / 10000 as major"
# The body of a function may read what is made only after it.
_UNREAD_BODIES = "SET LOCAL check_function_bodies = off"


def restored(db: Reader, named: Iterable[Address]) -> Undo | Irreversible:
    """All that goes with the objects named, made again. What is temporary is gone with its session."""
    with spelled_out(db):
        lost = [each for each in gone(db, named) if not each.temporary]
        return _back(lost, statements(db, lost, needs(db, lost)))


def remade(db: Reader, named: Address) -> Undo | Irreversible:
    """The object taken away, with all that depends on it, and made again."""
    with spelled_out(db):
        lost = gone(db, [named])
        needed = needs(db, lost)
        said = statements(db, lost, needed)
        away, back = taken_away(db, lost, said, needed), _back(lost, said)
    if isinstance(away, Irreversible) or isinstance(back, Irreversible):
        return away if isinstance(away, Irreversible) else back
    return Undo((*away, *back.statements), back.loss)


def replaced(db: Reader, named: Address) -> Undo | Irreversible:
    """The object alone, by CREATE OR REPLACE: who owns it and what is noted on it stays."""
    with spelled_out(db):
        lost = [each for each in gone(db, [named]) if each.part_of == named]
        said = [each for each in statements(db, lost, needs(db, lost)) if each.place < OWNED]
    return _back([], [replace(each, statement=_or_replace(each.statement)) for each in said])


def _or_replace(statement: str) -> str:
    return re.sub(r"^CREATE (?!OR REPLACE )", "CREATE OR REPLACE ", statement)


def _back(lost: Sequence[Gone], said: Sequence[Said]) -> Undo | Irreversible:
    trouble = [each.trouble for each in said if each.trouble]
    if trouble:
        return Irreversible(trouble[0])
    texts = [each.statement for each in said]
    if len(texts) > 1 and any(each.catalog == "pg_proc" for each in lost):
        texts.insert(0, _UNREAD_BODIES)
    return Undo(tuple(texts), Loss.OLD_DATA if any(each.holds_rows for each in lost) else Loss.NONE)


def statements(db: Reader, lost: Sequence[Gone], needed: Mapping[Address, set[Address]]) -> list[Said]:
    """In the order in which they run."""
    order = {address: number for number, address in enumerate(in_order(needed))}
    part_of = {each.address: each.part_of for each in lost}
    found = list(_said(db, [each for each in lost if each.address == each.part_of]))

    def at(address: Address) -> int:
        whole = address.whole
        return order[part_of.get(address) or part_of.get(whole, whole)]

    return sorted(found, key=lambda each: (each.place, at(each.address)))


def _said(db: Reader, own: Sequence[Gone]) -> Iterator[Said]:
    major = int(db.rows(_MAJOR)[0]["major"])
    relations = [each.address.oid for each in own if each.catalog == "pg_class" and not each.address.sub]
    columns = [each.address for each in own if each.catalog == "pg_class" and each.address.sub]
    shared = {
        "relations": relations,
        "heirs": [row["oid"] for row in db.rows(fact("undo_heirs"), oids=relations)],
        "column_oids": [each.oid for each in columns],
        "column_subs": [each.sub for each in columns],
    }
    for catalog, number in sorted({(each.catalog, each.address.catalog) for each in own}):
        oids = [each.address.oid for each in own if each.catalog == catalog and not each.address.sub]
        for slug in _definitions(catalog):
            for row in db.rows(fact(slug, major), oids=oids, **shared):
                yield Said(Address(number, row["oid"], row["sub"]), row["place"], row["statement"], row["trouble"])
        if not _definitions(catalog):
            yield Said(own[0].address, 0, "", f"opskit cannot write what a row of {catalog} says: write a down.sql")
    yield from belongings(db, [each.address for each in own])


@cache
def _definitions(catalog: str) -> tuple[str, ...]:
    """The facts that define the rows of a catalog."""
    stem = f"undo_define_{catalog.removeprefix('pg_')}"
    pattern = f"{stem}_*.sql" if catalog == "pg_class" else f"{stem}.sql"
    return tuple(sorted(path.name.partition(".")[0] for path in (folder("sql") / "facts").glob(pattern)))
