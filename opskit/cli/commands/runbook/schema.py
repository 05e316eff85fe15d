"""`opskit runbook schema`."""

from __future__ import annotations

from typing import Any

from opskit.cli.command import command as opskit_command
from opskit.core.answer import Answer


@opskit_command("Other", ["opskit runbook schema"], connects=False)
def command() -> Answer[Any]:
    """Write the JSON Schema of a runbook, so that an editor completes one; redirect it into a file."""
    from opskit.app.runbook_files import schema

    return schema()
