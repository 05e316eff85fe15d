"""What `opskit doctor` finds about the server: version, identity, a pooler in between, standby, extensions."""

from __future__ import annotations

from opskit.app.checking import load, run_checks
from opskit.app.context import Context
from opskit.app.diagnosis import Item, missing, ok, warning
from opskit.app.looking import Look
from opskit.catalog.facts import fact
from opskit.core.environment import Environment, Server
from opskit.core.verdict import Severity
from opskit.pg.reading import ReadSession

NEWEST = 18
_WORDS = {
    "pg_stat_statements_missing": ("pg_stat_statements", "which statements cost what is recorded"),
    "track_io_timing_off": ("track_io_timing", "the time spent on blocks is measured"),
}


def about(context: Context, look: Look) -> list[Item]:
    server = look.db.server
    known = context.environment.name in context.settings.environments
    return [version(server), identity(context.environment, server, known), pooler(look), standby(server)]


def version(server: Server) -> Item:
    text = f"PostgreSQL {server.version}, database {server.database}"
    if server.major > NEWEST:
        return warning("server", f"{text}: opskit was tested up to {NEWEST}", "try on staging first")
    return ok("server", text)


def identity(environment: Environment, server: Server, known: bool) -> Item:
    """`known`: the environment stands in opskit.toml, so there is a place to write the identifier down."""
    line = f'system_identifier = "{server.system_identifier}"   # in [environments.{environment.name}] of opskit.toml'
    expected = environment.system_identifier
    if expected and expected != server.system_identifier:
        text = f"this is server {server.system_identifier}; opskit.toml expects {expected}"
        return missing("identity", text, f"correct the connection; or, if this is the right one: {line}")
    if known and not expected:
        return warning("identity", "any server that answers here would be taken for the right one", line)
    return ok("identity", f"system_identifier {server.system_identifier}")


def pooler(look: Look) -> Item:
    """A pooler hands out cancel keys of its own, drops or keeps back start parameters, or changes the server session
    between two statements. PgBouncer by default refuses `options` before it comes to this."""
    seen = [look.db.rows(fact("login_sight"))[0] for _ in range(2)]
    pids = {look.key_pid, *(row["pid"] for row in seen)}
    if len(pids) > 1 or not all(row["read_only"] for row in seen):
        return missing(
            "direct connection", "a pooler answers: locks, settings and builds need a session of the server itself",
            "point the environment at the server, not at the pooler",
        )  # fmt: skip
    return ok("direct connection", "no pooler in between")


def standby(server: Server) -> Item:
    if server.in_recovery:
        return warning(
            "primary", "this is a standby: nothing can be changed here", "point the environment at the primary"
        )
    return ok("primary", "accepts changes")


def abilities(context: Context, db: ReadSession) -> list[Item]:
    """What the server records, as the checks of that name judge it."""
    checks = load(context.settings, db.server.major, list(_WORDS))
    items = []
    for result in run_checks(context, checks, db):
        name, text = _WORDS[result.slug]
        if result.findings:
            found = result.findings[0]
            lacking = warning if found.severity is Severity.INFO else missing
            items.append(lacking(name, found.message, found.remedy))
        elif result.reason:
            items.append(warning(name, result.reason, f"opskit check explain {result.slug}"))
        else:
            items.append(ok(name, text))
    return items
