"""`opskit gate status`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Gate", ["opskit gate status canary -e staging", "opskit gate status -e production --json"], formats=("junit",)
)
@click.argument("gate", default="", shell_complete=completing.gates)
@runbook_option()
def command(gate: str, runbook: str) -> Answer[Any]:
    """Judge the looks that the ledger has of a gate; measures nothing and needs no database."""
    from opskit.app.gate import gate_status

    return gate_status(opened(), runbook, gate)
