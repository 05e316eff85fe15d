"""`opskit checklist skip`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Deploy", ["opskit checklist skip read-replicas -e staging --reason 'staging has one server and keeps it so'"]
)
@click.argument("item", shell_complete=completing.items)
@click.option("--reason", required=True, metavar="SENTENCE", help="why it is left out")
@runbook_option()
def command(item: str, reason: str, runbook: str) -> Answer[Any]:
    """Leave one item out, with a sentence; a critical one is waived instead."""
    from opskit.app.checklist_skip import checklist_skip

    return checklist_skip(opened(), runbook, item, reason)
