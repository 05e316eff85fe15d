"""`opskit checklist reset`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Deploy", ["opskit checklist reset load-test -e staging --reason 'the hardware is another one since yesterday'"]
)
@click.argument("item", shell_complete=completing.items)
@click.option("--reason", required=True, metavar="SENTENCE", help="why what is known of it counts no more")
@runbook_option()
def command(item: str, reason: str, runbook: str) -> Answer[Any]:
    """Forget what was seen, signed, approved and begun of one item; the ledger keeps it."""
    from opskit.app.checklist_skip import checklist_reset

    return checklist_reset(opened(), runbook, item, reason)
