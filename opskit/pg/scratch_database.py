"""A database that lives as long as one rehearsal: it has a name of its own, a mark by which a later rehearsal knows
what a killed one left, and a session that shows it is in use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager

from psycopg import errors as pg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from opskit.catalog.facts import fact
from opskit.core.environment import Environment
from opskit.core.identifier import ident
from opskit.core.step import Row
from opskit.errors import NotPermitted, Unreachable
from opskit.pg.connection import ENDS_WITH_ITS_CLIENT, Connection, connect
from opskit.pg.pooler import refuse_pooler
from opskit.pg.reading import run_query
from opskit.value import replace

PREFIX = "opskit_rehearsal_"
MARK = "made by opskit rehearse, dropped at its end"
# No slash: it is no session of a run that could be taken for an orphan.
APPLICATION = "opskit rehearsal"
# While a template is copied nobody can connect to it: a copy that takes longer is given up for a dump.
TEMPLATE_S = 20
_SETTINGS = {**ENDS_WITH_ITS_CLIENT, "idle_session_timeout": "0", "statement_timeout": "0"}


@contextmanager
def scratch_database(
    where: Environment, run: str, tell: Callable[[str], None], locale: Row | None, template: str = ""
) -> Iterator[tuple[Environment, bool]]:
    """A database on the server of `where`, and whether it is a copy of `template`: where that cannot be had now, it is
    empty, with this `locale` (a row of the fact database_locale). Dropped at the end, whatever happened. NotPermitted
    without the right to make one."""
    name = PREFIX + run.replace("-", "_")
    with _administering(where) as admin:
        _refuse_without_right(admin, where)
        _remove_leftovers(admin, tell)
    try:
        with _administering(where) as admin:
            copied = bool(template) and _copied(admin, name, template)
            if not copied:
                admin.execute(_empty(name, locale))
        made = replace(_within(where, name), name=f"the copy for {where.name}")
        with connect(made.name, made.reached(made.conninfo), APPLICATION, _SETTINGS) as keeper:
            refuse_pooler(keeper, where.name)
            keeper.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(name), sql.Literal(MARK)))
            yield made, copied
    finally:
        with _administering(where) as admin:
            _drop(admin, name)


def with_settings(environment: Environment, settings: Iterable[tuple[str, str]]) -> Environment:
    """The environment with these settings in force from the beginning of every session."""
    escaped = ((name, value.replace("\\", "\\\\").replace(" ", "\\ ")) for name, value in settings)
    given = " ".join(f"-c {name}={value}" for name, value in escaped)
    if not given:
        return environment
    before = str(conninfo_to_dict(environment.conninfo).get("options") or "")
    conninfo = make_conninfo(environment.conninfo, options=f"{given} {before}".strip())
    return replace(environment, conninfo=conninfo, read_conninfo=conninfo)


def _within(environment: Environment, database: str) -> Environment:
    """A rehearsal is for any time of the day: what protects an environment from changes does not protect a copy."""
    conninfo = make_conninfo(environment.conninfo, dbname=database)
    return replace(environment, conninfo=conninfo, read_conninfo=conninfo, protected=False, windows=())


@contextmanager
def _administering(where: Environment) -> Iterator[Connection]:
    """In the database postgres, for a template must have nobody in it; in the environment's own where that one is
    closed to the login."""
    with ExitStack() as stack:
        try:
            elsewhere = where.reached(_within(where, "postgres").conninfo)
            admin = stack.enter_context(connect(where.name, elsewhere, APPLICATION, _SETTINGS))
        except Unreachable:
            own = where.reached(where.conninfo)
            admin = stack.enter_context(connect(where.name, own, APPLICATION, _SETTINGS))
        yield admin


def _refuse_without_right(admin: Connection, where: Environment) -> None:
    row = run_query(admin, fact("may_create_database"), {})[0]
    if not row["allowed"]:
        raise NotPermitted(
            f"login {row['login']} may not create databases on {where.name} (nothing was changed)",
            "a rehearsal makes a database of its own beside the target, and drops it",
            f"as a superuser: alter role {ident(row['login'])} createdb; or --on embedded, or --on ENV",
        )


def _remove_leftovers(admin: Connection, tell: Callable[[str], None]) -> None:
    """Marked databases in which nobody is: whoever rehearses keeps a session there."""
    for row in run_query(admin, fact("rehearsal_leftovers"), {"prefix": PREFIX, "mark": MARK}):
        try:
            admin.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(row["name"])))
        except pg.Error as error:
            tell(
                f"database {row['name']} is left of a rehearsal and could not be dropped: {error.diag.message_primary}"
            )
        else:
            tell(f"database {row['name']} was left by an earlier rehearsal, and is dropped")


def _copied(admin: Connection, name: str, template: str) -> bool:
    """False when somebody is in it, when it takes too long, or when the login may not."""
    admin.execute(sql.SQL("set statement_timeout = {}").format(sql.Literal(f"{TEMPLATE_S}s")))
    try:
        admin.execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template)))
    except (pg.ObjectInUse, pg.QueryCanceled, pg.InsufficientPrivilege):
        admin.execute("reset statement_timeout")
        return False
    return True


def _empty(name: str, locale: Row | None) -> sql.Composed:
    return sql.SQL("create database {} template template0").format(sql.Identifier(name)) + _locale(locale)


def _locale(row: Row | None) -> sql.Composed:
    if row is None:
        return sql.Composed([])
    given = {"encoding": row["encoding"], "lc_collate": row["lc_collate"], "lc_ctype": row["lc_ctype"]}
    if row["provider"] in ("icu", "builtin"):
        given |= {"locale_provider": row["provider"], f"{row['provider']}_locale": row["locale"]}
    parts = [sql.SQL(" {} {}").format(sql.SQL(key), sql.Literal(value)) for key, value in given.items()]
    return sql.Composed(parts)


def _drop(admin: Connection, name: str) -> None:
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
