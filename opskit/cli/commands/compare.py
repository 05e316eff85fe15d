"""`opskit compare`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings, voice
from opskit.core.answer import Answer


@opskit_command(
    "Gate", ["opskit compare staging production", "opskit compare staging production --json"], connects=False
)
@click.argument("a")
@click.argument("b")
def command(a: str, b: str) -> Answer[Any]:
    """Compare the schemas of two environments, what was applied to each, and the settings that matter."""
    from opskit.app.compare import compare

    return compare(settings(), a, b, voice())
