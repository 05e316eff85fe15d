"""`opskit gate sign`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Gate", ["opskit gate sign canary user-reports -e staging --reason 'support has had no complaint since Monday'"]
)
@click.argument("gate")
@click.argument("metric")
@click.option("--reason", required=True, metavar="SENTENCE", help="what was seen, and how you know")
@click.option("--runbook", default="", metavar="NAME", help="which runbook (migration-readiness)")
def command(gate: str, metric: str, reason: str, runbook: str) -> Answer[Any]:
    """Sign a metric of a gate that only a person can answer; the next look counts it."""
    from opskit.app.gate_decide import gate_sign

    return gate_sign(opened(), runbook, gate, metric, reason)
