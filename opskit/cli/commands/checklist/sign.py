"""`opskit checklist sign`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Deploy",
    [
        "opskit checklist sign review-analysis -e staging --reason 'B1 to B12 measured again on a copy'",
        "opskit checklist sign load-test -e staging --evidence '100 users, p99 41 ms' --reason 'no errors seen'",
    ],
)
@click.argument("item", shell_complete=completing.items_and_pauses)
@click.option("--reason", required=True, metavar="SENTENCE", help="what was done, and how you know")
@click.option("--evidence", multiple=True, metavar="URL-OR-TEXT", help="what the item asks for, in its order")
@runbook_option()
def command(item: str, reason: str, evidence: tuple[str, ...], runbook: str) -> Answer[Any]:
    """Sign one item that only a person can answer, with a sentence."""
    from opskit.app.checklist_sign import checklist_sign

    return checklist_sign(opened(), runbook, item, reason, evidence)
