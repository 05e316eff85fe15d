"""`opskit check new`."""

from __future__ import annotations

from pathlib import Path

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.core.answer import Answer
from opskit.core.check import DIMENSIONS


@opskit_command("Deploy", ["opskit check new orders_without_customer"], connects=False)
@click.argument("slug")
@click.option("--dimension", type=click.Choice(DIMENSIONS), default="schema", metavar="NAME", help="(schema)")
def command(slug: str, dimension: str) -> Answer[object]:
    """Write a check of your own and its script, which work and are yours to change."""
    from opskit.app.check_new import check_new

    return check_new(settings(), slug, dimension, Path.cwd())
