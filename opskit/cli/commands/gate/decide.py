"""`opskit gate decide`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.command import runbook_option
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Gate",
    [
        "opskit gate decide canary -e staging --no-go --reason 'the pool was full twice at noon'",
        "opskit gate decide canary -e staging --go --reason 'the slow page is known and is mended on Monday'",
    ],
)
@click.argument("gate", default="", shell_complete=completing.gates)
@click.option("--go", "word", flag_value="go", help="go on; against a finding it takes two persons")
@click.option("--no-go", "word", flag_value="no-go", help="stop; one person is enough")
@click.option("--reason", required=True, metavar="SENTENCE", help="why, in a sentence")
@runbook_option()
def command(gate: str, word: str | None, reason: str, runbook: str) -> Answer[Any]:
    """Say go or no-go to what a gate has found, with a sentence."""
    from opskit.app.gate_decide import gate_go, gate_no_go

    if not word:
        raise click.UsageError("say --go or --no-go")
    decide = gate_go if word == "go" else gate_no_go
    return decide(opened(), runbook, gate, reason)
