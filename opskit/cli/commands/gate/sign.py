"""`opskit gate sign`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Gate", ["opskit gate sign canary user-reports -e staging --reason 'support has had no complaint since Monday'"]
)
@click.argument("gate", shell_complete=completing.gates)
@click.argument("metric", shell_complete=completing.metrics)
@click.option("--reason", required=True, metavar="SENTENCE", help="what was seen, and how you know")
@runbook_option()
def command(gate: str, metric: str, reason: str, runbook: str) -> Answer[Any]:
    """Sign a metric of a gate that only a person can answer; the next look counts it."""
    from opskit.app.gate_decide import gate_sign

    return gate_sign(opened(), runbook, gate, metric, reason)
