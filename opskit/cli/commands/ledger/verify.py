"""`opskit ledger verify`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import trail
from opskit.core.answer import Answer


@opskit_command("Report", ["opskit ledger verify", "opskit ledger verify --json"], connects=False)
@click.option("--head", default="", metavar="HASH", help="the head a report named: it must still be in the chain")
def command(head: str) -> Answer[Any]:
    """Check the chain of hashes: an edited, deleted or reordered event breaks it."""
    from opskit.app.ledger import verify

    return verify(trail(), head)
