"""`opskit gate run`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.lengths import Length
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Gate",
    ["opskit gate run canary -e staging", "opskit gate run canary -e production --json"],
    formats=("junit", "ansible"),
)
@click.argument("gate", default="", shell_complete=completing.gates)
@runbook_option()
@click.option("--follow", type=Length(), help="a look that often, until it passes, fails or persons have to decide")
def command(gate: str, runbook: str, follow: float | None) -> Answer[Any]:
    """Look once at every metric of a gate, record it, and judge what all looks of the soak come to."""
    from opskit.app.gate import gate_follow, gate_run

    return gate_follow(opened(), runbook, gate, follow) if follow else gate_run(opened(), runbook, gate)
