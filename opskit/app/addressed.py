"""How the commands that an answer names say where they work."""

from __future__ import annotations

from opskit.app.context import Context
from opskit.core.next_command import quoted


def options(context: Context) -> str:
    """`-e production`; `--dsn '…'` for what opskit.toml does not name; both for another connection to what it names."""
    environment = context.environment
    known = context.settings.environments.get(environment.name)
    by_name = f"-e {quoted(environment.name)}" if known else ""
    if known and known.conninfo == environment.conninfo:
        return by_name
    return " ".join(filter(None, [by_name, f"--dsn {quoted(environment.conninfo)}"]))
