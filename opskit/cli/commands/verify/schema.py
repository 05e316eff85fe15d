"""`opskit verify schema`."""

from __future__ import annotations

from typing import Any

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Deploy",
    ["opskit verify schema -e production", "opskit verify schema -e staging --json"],
    formats=("junit", "ansible"),
)
def command() -> Answer[Any]:
    """Find out whether the schema is still as the last apply or rollback left it."""
    from opskit.app.verify_schema import verify_schema

    return verify_schema(opened())
