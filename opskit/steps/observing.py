"""What several kinds of step look at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from opskit.catalog.facts import fact, record
from opskit.core.fingerprint import SchemaFingerprint, fingerprint_of
from opskit.core.step import Reader, Row

_QUALIFIED = """
select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name
from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.oid = pg_catalog.to_regclass(%(name)s)
"""
# pg_get_*def leaves out what search_path finds; the rest decides how dates, bounds and names are written.
_PRINTING = {
    "search_path": "pg_catalog",
    "TimeZone": "UTC",
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "quote_all_identifiers": "off",
    "standard_conforming_strings": "on",
    "extra_float_digits": "1",
    "bytea_output": "hex",
}


def schema(db: Reader) -> SchemaFingerprint:
    """All objects of the schema. Their parts are not asked for, which halves what it takes."""
    query = f"select f.kind, f.name, f.definition from (\n{fact('schema_objects')}\n) as f"  # noqa: S608 - a shipped file
    with printing(db):
        return fingerprint_of(db.rows(query))


def schema_digest(db: Reader) -> str:
    return schema(db).digest


def index(db: Reader, name: str) -> Row | None:
    """The row of the fact index_state for an index (a quoted, perhaps qualified name), or None. Without a schema it is
    the index that the search path finds, as PostgreSQL would."""
    found = db.rows(_QUALIFIED, name=name)
    rows = db.rows(fact("index_state"), names=[found[0]["name"]], constraints=[]) if found else []
    return rows[0] if rows else None


def index_definition(db: Reader, name: str) -> Row | None:
    """The row of the fact of that name for an index, found as by `index`."""
    return next(iter(db.rows(fact("index_definition"), name=name)), None)


def relation_kind(db: Reader, name: str) -> str:
    """pg_class.relkind of a relation by its quoted name; empty when there is none."""
    rows = db.rows(
        "select c.relkind::text as kind from pg_catalog.pg_class as c where c.oid = pg_catalog.to_regclass(%(name)s)",
        name=name,
    )
    return str(rows[0]["kind"]) if rows else ""


def recorded(db: Reader) -> bool:
    """Whether this database holds opskit's record yet."""
    found = db.rows(record("exists"))[0]
    return bool(found["revision"] and found["statement"])


def revisions(db: Reader) -> Sequence[Row]:
    return db.rows(record("revisions")) if recorded(db) else []


def objects_before(db: Reader, revision: str) -> Mapping[str, str]:
    """As in core.fingerprint, when the revision was opened."""
    return _objects(db.rows(record("revision_objects"), revision=revision)[0]["objects_before"])


def objects_after(db: Reader, revision: str) -> Mapping[str, str] | None:
    """The same when it was closed; None where nobody has kept it."""
    kept = db.rows(record("revision_objects"), revision=revision)[0]["objects_after"]
    return None if kept is None else _objects(kept)


def _objects(kept: str | Mapping[str, str]) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads(kept) if isinstance(kept, str) else kept
    return found


def revisions_of_run(db: Reader, run: str) -> list[str]:
    """The revisions of which this run did a statement, taken back since or not."""
    return [str(row["revision"]) for row in db.rows(record("revisions_of_run"), run=run)] if recorded(db) else []


def statements(db: Reader, revision: str) -> Sequence[Row]:
    return db.rows(record("statements"), revision=revision) if recorded(db) else []


def statement_state(db: Reader, revision: str, ordinal: int, part: int) -> str:
    """intent, done, undone, or empty when nothing is recorded."""
    for row in statements(db, revision):
        if (row["ordinal"], row["part"]) == (ordinal, part):
            return str(row["state"])
    return ""


@contextmanager
def printing(db: Reader) -> Iterator[None]:
    """For what the server prints of definitions: with every name qualified that the search path would find, and not as
    the operator's own time zone and styles have it."""
    names = ", ".join(f"pg_catalog.current_setting('{name}') as {name.lower()}" for name in _PRINTING)
    before = db.rows(f"select {names}")[0]
    _set(db, _PRINTING)
    try:
        yield
    finally:
        _set(db, {name: str(before[name.lower()]) for name in _PRINTING})


def _set(db: Reader, values: Mapping[str, str]) -> None:
    calls = ", ".join(f"pg_catalog.set_config('{name}', %({name.lower()})s, false)" for name in _PRINTING)
    db.rows(f"select {calls}", **{name.lower(): value for name, value in values.items()})


def alembic_heads(db: Reader, table: str) -> frozenset[str]:
    """What Alembic's table (a quoted name) says; nothing where there is no such table."""
    if not relation_kind(db, table):
        return frozenset()
    return frozenset(str(row["version_num"]) for row in db.rows(f"select v.version_num from {table} as v order by 1"))  # noqa: S608 - quoted


def absent(db: Reader, names: Sequence[str]) -> list[str]:
    """Of these quoted, perhaps qualified names those that no relation has."""
    query = """
    select w.name from pg_catalog.unnest(%(names)s::pg_catalog.text[]) with ordinality as w (name, place)
    where pg_catalog.to_regclass(w.name) is null order by w.place
    """
    return [str(row["name"]) for row in db.rows(query, names=list(names))]
