"""Before an environment is changed: whether the ledger can tell of it."""

from __future__ import annotations

from pathlib import Path

from opskit.app.context import Context
from opskit.catalog.configuration import Settings
from opskit.catalog.toml_file import line_of
from opskit.core.environment import Server
from opskit.errors import Blocked, Fault, InvalidFile, Unreachable

LEDGER_KEYS = ("ledger.service", "ledger.dsn")
BREAK_GLASS = '--break-glass --reason "SENTENCE"'


def refuse_ledger(context: Context, target: Server) -> None:
    """Blocked when the ledger's server does not answer and the environment is protected, unless that is an emergency.
    InvalidFile when the ledger is in the database that would be changed. NotPermitted when it refuses the login."""
    environment = context.environment
    try:
        kept = context.ledger.server()
    except Unreachable as error:
        if not error.silent:
            raise
        if environment.protected and not context.emergency:
            raise Blocked(
                f"{environment.name} is PROTECTED, and the ledger is out of reach (nothing was changed)",
                f"{error.why or error.what}; nobody else would see what is done",
                f"the same command with {BREAK_GLASS}; what is done then waits in the spool",
            ) from error
        return
    if kept == target.identity:
        raise in_target(context.settings, environment.name)


def unreached(context: Context) -> str:
    """Why the ledger's server does not answer; empty when it does."""
    try:
        context.ledger.server()
    except Unreachable as error:
        return error.why or error.what
    return ""


def in_target(settings: Settings, environment: str) -> InvalidFile:
    """The ledger and that environment are one database."""
    path = Path(next(settings.origin[key] for key in LEDGER_KEYS if key in settings.origin))
    text = f"the ledger would be in the database of {environment}: restoring that would rewind the record of it"
    return InvalidFile(
        [Fault(path, line_of(path, "ledger"), text)],
        '[ledger] service = "…" of another database in ' + str(path) + ", then opskit ledger init -n",
    )
