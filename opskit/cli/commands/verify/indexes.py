"""`opskit verify indexes`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Deploy",
    [
        "opskit verify indexes -e staging",
        "opskit verify indexes -e production --require-used",
        "opskit verify indexes -e staging --pending --json",
    ],
)
@click.option("--pending", is_flag=True, help="expect the indexes of all migrations, applied or not")
@click.option("--require-used", is_flag=True, help="exit 1 when one is unused, 3 when its use cannot be told")
def command(pending: bool, require_used: bool) -> Answer[Any]:
    """Find out whether the migrations' indexes are there, valid, as defined, used and not redundant."""
    from opskit.app.verify_indexes import recorded, verify_indexes

    context = opened()
    return recorded(context, verify_indexes(context, pending, require_used))
