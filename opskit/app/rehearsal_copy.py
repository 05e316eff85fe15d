"""The copy that a rehearsal works on: where it is made, by what means, and whether it is what the target is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from opskit.app.context import Context
from opskit.app.rehearsal_data import CopyMade
from opskit.catalog.configuration import choose
from opskit.catalog.facts import fact
from opskit.core.environment import Environment, Server
from opskit.core.fingerprint import Difference, SchemaFingerprint, differences
from opskit.core.step import Row
from opskit.errors import Blocked
from opskit.pg.disk_space import disk_space
from opskit.pg.reading import ReadSession, reading
from opskit.pg.sampled_rows import copy_sample, refresh_views
from opskit.pg.scratch_database import APPLICATION, scratch_database, with_settings
from opskit.scratch.programs import programs
from opskit.scratch.throwaway import throwaway
from opskit.steps import observing
from opskit.value import Value

FULL, SCHEMA = "full", "schema"
EMBEDDED = "embedded"
# Of the size of the target: indexes are built anew, and migrations want room of their own.
ROOM = 1.3


class Target(Value):
    """What is to be copied, as it was found."""

    environment: Environment
    server: Server
    locale: Row
    size_bytes: int
    schema: SchemaFingerprint


class _Filled(Value):
    by: str
    rows: int | None
    notes: Sequence[str]


def target_of(context: Context) -> Target:
    with context.reading("rehearse") as db:
        size = int(db.rows(fact("database_size"))[0]["size_bytes"])
        return Target(context.environment, db.server, db.rows(fact("database_locale"))[0], size, observing.schema(db))


@contextmanager
def copied(context: Context, target: Target, kind: str, on: str) -> Iterator[tuple[Environment, CopyMade]]:
    """The copy, as an environment, and what is to be known of it. It is gone at the end, whatever happened."""
    with _place(context, on) as where:
        server = _server(where, target, kind)
        beside = server.system_identifier == target.server.system_identifier
        template = target.server.database if kind == FULL and beside and _may_be_template(target) else ""
        if not template:
            programs(target.server.major)
        locale = target.locale if beside else None
        with scratch_database(where, context.run, context.tell, locale, template) as (made, whole):
            filled = _Filled("template", None, ()) if whole else _filled(context, target, made, kind)
            settings = [setting.partition("=")[::2] for setting in target.locale["settings"]]
            copy = with_settings(made, settings)
            yield copy, _described(copy, target, kind, on or target.environment.name, filled)


@contextmanager
def _place(context: Context, on: str) -> Iterator[Environment]:
    """The server: the target's, another environment's, or one made for this."""
    if on != EMBEDDED:
        yield choose(context.settings, on, "") if on else context.environment
        return
    with throwaway("rehearsal", {}) as cluster:
        yield Environment(EMBEDDED, cluster.conninfo(), cluster.conninfo())


def _server(where: Environment, target: Target, kind: str) -> Server:
    with reading(where, APPLICATION) as db:
        if kind == FULL:
            _refuse_small_disk(db, where, target)
        return db.server


def _refuse_small_disk(db: ReadSession, where: Environment, target: Target) -> None:
    free, _ = disk_space(db, where.way)
    if free is not None and free < ROOM * target.size_bytes:
        raise Blocked(
            f"the server of {where.name} has no room for a full copy (nothing was changed)",
            f"{target.environment.name} has {target.size_bytes:,} bytes, {free:,} are free",
            "opskit rehearse --copy schema, or --on another environment",
        )


def _may_be_template(target: Target) -> bool:
    """While a database is copied as a template nobody can connect to it, so a protected one never is."""
    return bool(target.locale["owned"]) and not target.locale["others"] and not target.environment.protected


def _filled(context: Context, target: Target, copy: Environment, kind: str) -> _Filled:
    found = programs(target.server.major)
    source = target.environment
    from_there, into = source.reached(source.conninfo), copy.reached(copy.conninfo)
    context.tell(
        f"copying {source.name}: {'schema and rows' if kind == FULL else 'schema and some rows of every table'}"
    )
    if kind == FULL:
        refused = found.copy(from_there, into)
        refresh_views(source, copy)
        return _Filled("pg_dump | pg_restore", None, refused)
    with tempfile.TemporaryDirectory(prefix="opskit-rehearsal-") as folder:
        file = Path(folder) / "schema"
        found.dump_schema(from_there, file)
        refused = found.restore(file, into, "pre-data")
        sample = copy_sample(source, copy)
        refused += found.restore(file, into, "post-data")
    refresh_views(source, copy)
    return _Filled("pg_dump --schema-only, and rows with what they refer to", sample.rows, [*refused, *sample.left_out])


def _described(copy: Environment, target: Target, kind: str, where: str, filled: _Filled) -> CopyMade:
    with reading(copy, APPLICATION) as db:
        size = int(db.rows(fact("database_size"))[0]["size_bytes"])
        version, major = db.server.version, db.server.major
        found = differences(target.schema.objects, observing.schema(db).objects)
    notes = list(filled.notes)
    if major != target.server.major:
        notes.append(
            f"the target runs PostgreSQL {target.server.version}: whether the copy's schema is its own cannot be told"
        )
        found = []
    notes += [f"extension {each.name} is {each.change}" for each in found if each.kind == "extension"]
    return CopyMade(kind, filled.by, where, version, filled.rows, size, target.size_bytes, _schema_only(found), notes)


def _schema_only(found: Sequence[Difference]) -> list[Difference]:
    """An extension that the login may not create matters only where something needs it, which is then missing too."""
    return [each for each in found if each.kind != "extension"]
