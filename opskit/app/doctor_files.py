"""What `opskit doctor` finds about the files: the ledger, the migrations. It creates none."""

from __future__ import annotations

import os
from pathlib import Path

from opskit.app.context import Context
from opskit.app.diagnosis import Item, missing, ok, warning
from opskit.app.ledger_ready import in_target
from opskit.catalog.configuration import Settings
from opskit.core.environment import Server
from opskit.errors import InvalidFile, MissingExtra, OpskitError
from opskit.migrate import source

_LEDGER = '[ledger] path = "…" in opskit.toml: a file in a folder that opskit may write to'


def ledger(context: Context, target: Server) -> Item:
    """`target` is the environment's server, which the ledger must not be in."""
    return _on_server(context, target) if context.settings.ledger_server else _in_file(context)


def _in_file(context: Context) -> Item:
    """SQLite writes beside the file too, so the folder counts as much as the file."""
    path = context.settings.ledger
    folder = next(each for each in path.parents if each.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return missing("ledger", f"{path} cannot be written: {folder} does not let opskit", _LEDGER)
    if not path.exists():
        return ok("ledger", f"{path} will be made at the first change")
    if not path.is_file() or not os.access(path, os.W_OK):
        return missing("ledger", f"{path} is no file that opskit may write", _LEDGER)
    return _readable(context, path)


def _on_server(context: Context, target: Server) -> Item:
    try:
        kept, newest = context.ledger.server(), context.ledger.tail(1)
        if kept == target.identity:
            raise in_target(context.settings, context.environment.name)
        login = context.ledger.login
    except OpskitError as error:
        return missing("ledger", f"{error.what}: {error.why}", error.hint)
    return ok(
        "ledger", f"{context.ledger.place}, {newest[-1].seq if newest else 0} events; its server knows you as {login}"
    )


def _readable(context: Context, path: Path) -> Item:
    try:
        events = len(context.ledger.events())
    except InvalidFile as error:
        return missing("ledger", error.why, _LEDGER)
    return ok("ledger", f"{path}, {events} events")


def migrations(settings: Settings) -> Item:
    if settings.migrations is None:
        line = '[migrations] path = "sql/migrations" in opskit.toml'
        return warning("migrations", "none are configured: plan and apply have nothing to do", line)
    try:
        found = source.load(settings.migrations)
    except MissingExtra as error:
        return missing("migrations", error.what, error.hint)
    except (InvalidFile, OSError) as error:
        why = error.why if isinstance(error, InvalidFile) else str(error)
        return missing("migrations", why, "opskit lint")
    return ok("migrations", f"{len(found)} in {settings.migrations}")
