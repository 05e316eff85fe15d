"""`opskit ledger export`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import trail
from opskit.core.answer import Answer


@opskit_command("Report", ["opskit ledger export", "opskit ledger export -O ledger.jsonl"], connects=False)
@click.option("--run", default="", metavar="RUN", help="only the events of this run")
def command(run: str) -> Answer[Any]:
    """Write every event as one line of JSON, with its hash, for another archive."""
    from opskit.app.ledger import export

    return export(trail(), run)
